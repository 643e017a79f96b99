"""All or nothing: no picture gets its name before all have come."""

import asyncio
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import aiofiles.tempfile
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def download(urls, folder, limit):
    names = [file_name(url) for url in urls]
    places = asyncio.Semaphore(limit)

    async def save(client, parts, url, name):
        async with places, client.stream("GET", url) as response:
            response.raise_for_status()
            async with aiofiles.open(parts / name, "wb") as file:
                async for piece in response.aiter_bytes():
                    await file.write(piece)

    async with aiofiles.tempfile.TemporaryDirectory(dir=folder) as parts:
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            for url, name in zip(urls, names, strict=True):
                group.create_task(save(client, Path(parts), url, name))
        for name in names:
            (Path(parts) / name).rename(folder / name)
    return [folder / name for name in names]
