"""`path.open` on the loop's thread."""

import asyncio
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def save(client, places, url, path):
    part = path.with_name(f"{path.name}.part")
    async with places:
        try:
            async with client.stream("GET", url) as response:
                response.raise_for_status()
                file = part.open("wb")
                try:
                    async for piece in response.aiter_bytes():
                        file.write(piece)
                finally:
                    file.close()
            part.rename(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return path


async def download(urls, folder, limit):
    places = asyncio.Semaphore(limit)
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(save(client, places, url, folder / file_name(url))) for url in urls
        ]
    return [task.result() for task in tasks]
