"""One failure stops no other download; in the end all errors are raised together."""

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
    places = asyncio.Queue()
    for place in range(limit):
        places.put_nowait(place)

    async def save(client, url):
        place = await places.get()
        try:
            return await stream(client, url, folder / file_name(url))
        finally:
            places.put_nowait(place)

    async with httpx.AsyncClient() as client:
        results = await asyncio.gather(*(save(client, url) for url in urls), return_exceptions=True)
    errors = [result for result in results if isinstance(result, BaseException)]
    if errors:
        raise ExceptionGroup("some downloads failed", errors)
    return results
