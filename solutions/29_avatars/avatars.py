"""Save what streams in: the reference solution."""

import asyncio
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import aiofiles.os
import httpx


def file_name(url: str) -> str:
    """Return the name under which a URL's picture is saved: the last part of its path."""
    return PurePosixPath(urlsplit(url).path).name


async def download(urls: Sequence[str], folder: Path, limit: int) -> list[Path]:
    """Save the picture at each URL in `folder`, and return their paths in the order of `urls`.

    Up to `limit` downloads run at a time. A file is in `folder` only if its picture came whole.
    """
    # The places are counted here. httpx could count them too (`Limits(max_connections=limit)`),
    # but lets nobody wait for a connection for more than five seconds.
    places = asyncio.Semaphore(limit)
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(_save(client, places, url, folder / file_name(url))) for url in urls
        ]
    return [task.result() for task in tasks]


async def _save(client: httpx.AsyncClient, places: asyncio.Semaphore, url: str, path: Path) -> Path:
    # Under a name of its own until it is whole: so whoever looks at the folder, even after a crash,
    # finds no half picture under a picture's name, and an older one is there until the new one is.
    part = path.with_name(path.name + ".part")
    async with places:
        try:
            await _stream(client, url, part)
            await aiofiles.os.replace(part, path)
        except BaseException:
            # A cancellation, too, leaves nothing behind.
            part.unlink(missing_ok=True)
            raise
    return path


async def _stream(client: httpx.AsyncClient, url: str, path: Path) -> None:
    # `stream` is there with the headers; `get` would read the body to its end first.
    async with client.stream("GET", url) as response:
        response.raise_for_status()
        async with aiofiles.open(path, "wb") as file:
            # The next piece is read when this one is written: a slow disk slows the server down,
            # and memory holds one piece of each download.
            async for piece in response.aiter_bytes():
                await file.write(piece)
