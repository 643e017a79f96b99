"""Ordinary files, with each operation in a thread."""

import asyncio
import tempfile
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import aiofiles.os
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def download(urls, folder, limit):
    semaphore = asyncio.BoundedSemaphore(limit)

    async def save(client, url):
        async with semaphore:
            target = folder / file_name(url)
            file = await asyncio.to_thread(
                tempfile.NamedTemporaryFile, dir=folder, prefix=".", delete=False
            )
            try:
                request = client.build_request("GET", url)
                response = await client.send(request, stream=True)
                try:
                    response.raise_for_status()
                    async for piece in response.aiter_raw():
                        await asyncio.to_thread(file.write, piece)
                finally:
                    await response.aclose()
                await asyncio.to_thread(file.close)
                await aiofiles.os.rename(file.name, target)
            except BaseException:
                file.close()
                Path(file.name).unlink()
                raise
            return target

    async with httpx.AsyncClient() as client:
        jobs = [asyncio.ensure_future(save(client, url)) for url in urls]
        try:
            for job in jobs:
                await job
        finally:
            for job in jobs:
                job.cancel()
            if jobs:
                await asyncio.wait(jobs)
    return [job.result() for job in jobs]
