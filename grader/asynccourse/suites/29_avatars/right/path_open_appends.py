"""Nothing is kept open: each piece is appended by a thread, which is waited for in any case."""

import asyncio
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


def append(path, piece):
    with path.open("ab") as file:
        file.write(piece)


async def to_its_end(function, *values):
    work = asyncio.get_running_loop().run_in_executor(None, function, *values)
    try:
        await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        raise


async def save(client, url, path):
    part = path.parent / f"{path.name}.new"
    try:
        async with client.stream("GET", url) as response:
            response.raise_for_status()
            await to_its_end(part.touch)
            async for piece in response.aiter_bytes():
                await to_its_end(append, part, piece)
        await to_its_end(part.rename, path)
    except BaseException:
        await to_its_end(partial(part.unlink, missing_ok=True))
        raise
    return path


async def download(urls, folder, limit):
    rest = enumerate(urls)
    paths = {}

    async def worker(client):
        for number, url in rest:
            paths[number] = await save(client, url, folder / file_name(url))

    async with httpx.AsyncClient() as client:
        workers = {asyncio.create_task(worker(client)) for _ in range(limit)}
        try:
            done, _ = await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            for task in workers:
                task.cancel()
            await asyncio.wait(workers)
    return [paths[number] for number in range(len(urls))]
