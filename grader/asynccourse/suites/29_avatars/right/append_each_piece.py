"""Nothing is kept open: each piece is appended anew, which a cancellation waits for."""

import asyncio
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import aiofiles.os
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def append(path, piece):
    async with aiofiles.open(path, "ab") as file:
        await file.write(piece)


async def to_its_end(coroutine):
    work = asyncio.ensure_future(coroutine)
    try:
        await asyncio.shield(work)
    finally:
        await asyncio.wait([work])


async def save(client, url, path):
    part = path.parent / f"{path.name}.new"
    try:
        async with client.stream("GET", url) as response:
            response.raise_for_status()
            await to_its_end(append(part, b""))
            async for piece in response.aiter_bytes():
                await to_its_end(append(part, piece))
        await to_its_end(aiofiles.os.rename(part, path))
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path


async def download(urls, folder, limit):
    rest = enumerate(urls)
    paths = {}

    async def worker(client):
        for number, url in rest:
            paths[number] = await save(client, url, folder / file_name(url))

    async with httpx.AsyncClient() as client:
        workers = {asyncio.create_task(worker(client)) for _ in range(limit)}
        try:
            done, _ = await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            for task in workers:
                task.cancel()
            await asyncio.wait(workers)
    return [paths[number] for number in range(len(urls))]
