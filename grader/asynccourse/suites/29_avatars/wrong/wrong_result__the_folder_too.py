"""Removes the whole folder where one download ends badly."""

import asyncio
import shutil
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiofiles
import aiofiles.os
import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def stream(client, url, path):
    async with client.stream("GET", url) as response:
        response.raise_for_status()
        async with aiofiles.open(path, "wb") as file:
            async for piece in response.aiter_bytes():
                await file.write(piece)
    return path


async def download(urls, folder, limit):
    places = asyncio.Semaphore(limit)

    async def save(client, url):
        async with places:
            return await stream(client, url, folder / file_name(url))

    try:
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            tasks = [group.create_task(save(client, url)) for url in urls]
    except BaseException:
        shutil.rmtree(folder)
        raise
    return [task.result() for task in tasks]
