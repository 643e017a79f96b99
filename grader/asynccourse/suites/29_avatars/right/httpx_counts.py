"""httpx's own pool keeps the limit, and lets requests wait for a place as long as it takes."""

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
            async with aiofiles.open(part, "wb") as file:
                async for piece in response.aiter_bytes():
                    await file.write(piece)
        await aiofiles.os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


async def download(urls, folder, limit):
    async with httpx.AsyncClient(
        limits=httpx.Limits(max_connections=limit), timeout=httpx.Timeout(5, pool=None)
    ) as client:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(stream(client, url, folder / file_name(url))) for url in urls
            ]
    return [task.result() for task in tasks]
