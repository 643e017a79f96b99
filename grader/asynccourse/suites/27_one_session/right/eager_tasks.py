"""Tasks that start at once where Python can do that (3.12); a class whose objects are awaited."""

import asyncio
import sys

import aiohttp


class fetch_all:
    def __init__(self, urls):
        self.urls = urls

    def __await__(self):
        return self.run().__await__()

    async def run(self):
        async with aiohttp.ClientSession() as self.session:
            tasks = [self.start(self.text(url)) for url in self.urls]
            try:
                return await asyncio.gather(*tasks)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def start(self, coroutine):
        if sys.version_info >= (3, 12):
            return asyncio.Task(coroutine, loop=asyncio.get_running_loop(), eager_start=True)
        return asyncio.create_task(coroutine)

    async def text(self, url):
        async with self.session.get(url) as response:
            response.raise_for_status()
            return await response.text()
