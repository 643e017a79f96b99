"""A task reads and another writes, with one piece in the queue between them."""

import asyncio
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def write(path, pieces):
    async with aiofiles.open(path, "wb") as file:
        while piece := await pieces.get():
            await file.write(piece)


async def download(urls, folder, limit):
    places = asyncio.Semaphore(limit)

    async def save(client, url):
        path = folder / file_name(url)
        pieces = asyncio.Queue(1)
        async with places:
            try:
                async with asyncio.TaskGroup() as both:
                    both.create_task(write(path, pieces))
                    async with client.stream("GET", url) as response:
                        response.raise_for_status()
                        async for piece in response.aiter_bytes():
                            await pieces.put(piece)
                    await pieces.put(b"")
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        return path

    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        tasks = [group.create_task(save(client, url)) for url in urls]
    return [task.result() for task in tasks]
