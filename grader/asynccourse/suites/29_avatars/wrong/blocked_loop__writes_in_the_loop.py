"""Opens in a thread, and writes on the loop's thread."""

import asyncio
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def download(urls, folder, limit):
    places = asyncio.Semaphore(limit)

    async def save(client, url):
        path = folder / file_name(url)
        async with places:
            try:
                async with client.stream("GET", url) as response:
                    response.raise_for_status()
                    with await asyncio.to_thread(open, path, "wb") as file:
                        async for piece in response.aiter_bytes():
                            file.write(piece)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        return path

    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        tasks = [group.create_task(save(client, url)) for url in urls]
    return [task.result() for task in tasks]
