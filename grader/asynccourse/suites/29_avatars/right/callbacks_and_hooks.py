"""A class that tops up by callbacks; a hook of the client's looks at the status; `os.write`."""

import asyncio
import os
from collections import deque
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def refuse_errors(response):
    response.raise_for_status()


def write_all(number, piece):
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(number, rest) :]


class Downloads:
    def __init__(self, client, urls, folder):
        self.client = client
        self.folder = folder
        self.paths = [folder / file_name(url) for url in urls]
        self.rest = deque(zip(urls, self.paths, strict=True))
        self.running = set()
        self.errors = []
        self.ended = asyncio.Event()

    def start(self, places):
        for _ in range(min(places, len(self.rest))):
            task = asyncio.ensure_future(self.save(*self.rest.popleft()))
            self.running.add(task)
            task.add_done_callback(self.one_ended)
        if not self.running:
            self.ended.set()

    def one_ended(self, task):
        self.running.remove(task)
        if not task.cancelled() and task.exception():
            self.errors.append(task.exception())
        if task.cancelled() or self.errors:
            self.rest.clear()
        self.start(1)

    async def save(self, url, path):
        part = path.with_name(f".{path.name}")
        request = self.client.build_request("GET", url)
        response = await self.client.send(request, stream=True)
        try:
            await self.write(response, part)
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
            await response.aclose()

    async def write(self, response, part):
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        number = await asyncio.to_thread(os.open, part, flags)
        try:
            async for piece in response.aiter_bytes():
                job = asyncio.ensure_future(asyncio.to_thread(write_all, number, piece))
                try:
                    await asyncio.shield(job)
                finally:
                    await asyncio.wait([job])
        finally:
            os.close(number)


async def download(urls, folder, limit):
    async with httpx.AsyncClient(event_hooks={"response": [refuse_errors]}) as client:
        downloads = Downloads(client, urls, folder)
        downloads.start(limit)
        try:
            await downloads.ended.wait()
        except asyncio.CancelledError:
            for task in downloads.running:
                task.cancel()
            downloads.rest.clear()
            await downloads.ended.wait()
            raise
    if downloads.errors:
        raise downloads.errors[0]
    return downloads.paths
