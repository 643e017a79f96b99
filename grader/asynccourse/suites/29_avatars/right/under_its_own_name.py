"""Writes under the picture's own name, and removes the file if anything goes wrong."""

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
    async with httpx.AsyncClient() as client:

        async def save(url):
            path = folder / file_name(url)
            async with places, client.stream("GET", url) as response:
                response.raise_for_status()
                done = False
                try:
                    async with aiofiles.open(path, "wb") as file:
                        async for piece in response.aiter_bytes(2**16):
                            await file.write(piece)
                    done = True
                finally:
                    if not done:
                        path.unlink(missing_ok=True)
            return path

        tasks = [asyncio.create_task(save(url)) for url in urls]
        try:
            return await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
