"""anyio from end to end: its task group, its limiter, its files, and a shielded tidying up."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

import anyio
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def save(client, places, url, path):
    part = anyio.Path(path.with_name(f"{path.name}.part"))
    async with places, client.stream("GET", url) as response:
        response.raise_for_status()
        file = await part.open("wb")
        try:
            async for piece in response.aiter_bytes():
                await file.write(piece)
            await file.aclose()
            await part.replace(path)
        finally:
            with anyio.CancelScope(shield=True):
                await file.aclose()
                await part.unlink(missing_ok=True)


async def download(urls, folder, limit):
    paths = [folder / file_name(url) for url in urls]
    places = anyio.CapacityLimiter(limit)
    async with httpx.AsyncClient() as client, anyio.create_task_group() as group:
        for url, path in zip(urls, paths, strict=True):
            group.start_soon(save, client, places, url, path)
    return paths
