"""Gives its place away when the headers have come, with the body still to read."""

import asyncio
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import aiofiles.os
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def download(urls, folder, limit):
    places = asyncio.Semaphore(limit)

    async def save(client, url):
        path = folder / file_name(url)
        part = path.with_name(path.name + ".part")
        async with places:
            response = await client.send(client.build_request("GET", url), stream=True)
        try:
            response.raise_for_status()
            async with aiofiles.open(part, "wb") as file:
                async for piece in response.aiter_bytes():
                    await file.write(piece)
            await aiofiles.os.replace(part, path)
        finally:
            await response.aclose()
            part.unlink(missing_ok=True)
        return path

    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        tasks = [group.create_task(save(client, url)) for url in urls]
    return [task.result() for task in tasks]
