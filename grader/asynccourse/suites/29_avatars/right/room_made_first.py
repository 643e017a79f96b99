"""The file has its full length before the first piece comes; the pool of threads is its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


class Disk(ThreadPoolExecutor):
    async def do(self, function, *values):
        loop = asyncio.get_running_loop()
        job = asyncio.ensure_future(loop.run_in_executor(self, function, *values))
        try:
            return await asyncio.shield(job)
        finally:
            await asyncio.wait([job])


async def save(client, disk, url, path):
    part = path.with_name(f"{path.name}~")
    async with AsyncExitStack() as stack:
        response = await stack.enter_async_context(client.stream("GET", url))
        response.raise_for_status()
        stack.callback(part.unlink, missing_ok=True)
        file = await disk.do(open, part, "wb")
        stack.push_async_callback(disk.do, file.close)
        await disk.do(file.truncate, int(response.headers.get("Content-Length", 0)))
        async for piece in response.aiter_bytes():
            await disk.do(file.write, piece)
        await disk.do(file.close)
        part.replace(path)


async def download(urls, folder, limit):
    paths = [folder / file_name(url) for url in urls]
    places = asyncio.Semaphore(limit)

    async def one(client, disk, url, path):
        async with places:
            await save(client, disk, url, path)

    with Disk(limit) as disk:
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            for url, path in zip(urls, paths, strict=True):
                group.create_task(one(client, disk, url, path))
    return paths
