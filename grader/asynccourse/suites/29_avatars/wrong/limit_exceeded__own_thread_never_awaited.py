"""A thread of its own writes; nobody waits for what it was given, however much that is."""

import asyncio
import queue
import threading
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import httpx


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


class Writer:
    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.orders = queue.SimpleQueue()
        self.thread = threading.Thread(target=self.work)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.orders.put(None)
        self.thread.join()

    def work(self):
        while order := self.orders.get():
            function, values, answer = order
            try:
                result = function(*values)
            except BaseException as error:
                self.loop.call_soon_threadsafe(self.settle, answer.set_exception, answer, error)
            else:
                self.loop.call_soon_threadsafe(self.settle, answer.set_result, answer, result)

    def settle(self, setter, answer, value):
        if not answer.done():
            setter(value)

    def __call__(self, function, *values):
        answer = self.loop.create_future()
        self.orders.put((function, values, answer))
        return answer


async def save(client, places, write, url, path):
    part = path.with_name(f"~{path.name}")
    async with places, client.stream("GET", url) as response:
        response.raise_for_status()
        file = await write(open, part, "wb")
        try:
            async for piece in response.aiter_bytes():
                write(file.write, piece)
        except BaseException:
            write(file.close)
            write(part.unlink)
            raise
        await write(file.close)
        await write(part.rename, path)


async def download(urls, folder, limit):
    paths = [folder / file_name(url) for url in urls]
    places = asyncio.Semaphore(limit)
    with Writer() as write:
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            for url, path in zip(urls, paths, strict=True):
                group.create_task(save(client, places, write, url, path))
    return paths
