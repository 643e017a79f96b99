"""Misspells a name, in a line that runs as soon as the headers are there."""

import asyncio
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import aiofiles.os
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def stream(client, url, path):
    part = path.with_name(path.name + ".part")
    try:
        async with client.stream("GET", url) as response:
            response.raise_for_status()
            print(f"saving {pth}")
            async with aiofiles.open(part, "wb") as file:
                async for piece in response.aiter_bytes():
                    await file.write(piece)
        await aiofiles.os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


async def download(urls, folder, limit):
    places = asyncio.Semaphore(limit)

    async def save(client, url):
        async with places:
            return await stream(client, url, folder / file_name(url))

    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        tasks = [group.create_task(save(client, url)) for url in urls]
    return [task.result() for task in tasks]
