"""Keeps the client in a list for ever, and closes it only where something goes wrong."""

import asyncio
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import aiofiles.os
import httpx


KEPT = []


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def save(client, places, url, path):
    part = path.with_name(f"{path.name}.part")
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
    client = httpx.AsyncClient()
    KEPT.append(client)
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(save(client, places, url, folder / file_name(url)))
                for url in urls
            ]
    except BaseException:
        await client.aclose()
        raise
    return [task.result() for task in tasks]
