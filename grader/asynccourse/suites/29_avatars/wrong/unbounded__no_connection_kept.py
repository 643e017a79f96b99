"""One client, which keeps no connection for the next request."""

import asyncio
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import aiofiles.os
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def save(client, places, url, path):
    part = path.with_name(path.name + ".part")
    async with places:
        try:
            async with client.stream("GET", url) as response:
                response.raise_for_status()
                async with aiofiles.open(part, "wb") as file:
                    async for piece in response.aiter_bytes():
                        await file.write(piece)
            await aiofiles.os.replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return path


async def download(urls, folder, limit):
    places = asyncio.Semaphore(limit)
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(limits=limits) as client, asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(save(client, places, url, folder / file_name(url))) for url in urls
        ]
    return [task.result() for task in tasks]
