"""One async generator reads, one writes; an async iterator hands out what has ended."""

import asyncio
from contextlib import aclosing
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import aiofiles.os
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def pieces(client, url):
    async with client.stream("GET", url) as response:
        yield response.raise_for_status()
        async for piece in response.aiter_raw(chunk_size=32_768):
            yield piece


async def kept(client, url, path):
    half = path.with_name(f"{path.name}.half")
    async with aclosing(pieces(client, url)) as coming:
        await anext(coming)
        try:
            async with aiofiles.open(half, "wb", buffering=0) as file:
                async for piece in coming:
                    await file.write(piece)
                    yield len(piece)
            await aiofiles.os.replace(half, path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise


async def drained(client, url, path):
    async with aclosing(kept(client, url, path)) as sizes:
        async for _ in sizes:
            pass
    return path


async def download(urls, folder, limit):
    order = [folder / file_name(url) for url in urls]
    rest = iter(zip(urls, order, strict=True))
    running = set()
    async with httpx.AsyncClient() as client:
        try:
            while True:
                while len(running) < limit and (pair := next(rest, None)):
                    running.add(asyncio.create_task(drained(client, *pair)))
                if not running:
                    return order
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
