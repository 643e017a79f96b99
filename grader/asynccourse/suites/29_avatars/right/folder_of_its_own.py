"""Half files are in a folder of their own, which is removed with all that is left in it."""

import asyncio
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import aiofiles.os
import aiofiles.tempfile
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def download(urls, folder, limit):
    places = asyncio.Semaphore(limit)

    async def save(client, parts, url):
        name = file_name(url)
        async with places:
            async with client.stream("GET", url) as response:
                response.raise_for_status()
                async with aiofiles.open(f"{parts}/{name}", "wb") as file:
                    async for piece in response.aiter_bytes():
                        await file.write(piece)
            await aiofiles.os.replace(f"{parts}/{name}", folder / name)
        return folder / name

    async with aiofiles.tempfile.TemporaryDirectory(dir=folder) as parts:
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            tasks = [group.create_task(save(client, parts, url)) for url in urls]
    return [task.result() for task in tasks]
