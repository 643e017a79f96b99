"""A pool without a limit, behind a semaphore of its own."""

import asyncio

import aiohttp


class Client:
    def __init__(self, most):
        self.places = asyncio.Semaphore(most)

    async def __aenter__(self):
        self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(self, *exc_info):
        await self.session.close()

    async def text(self, url):
        async with self.places, self.session.get(url) as response:
            response.raise_for_status()
            return await response.text()


async def fetch_all(urls):
    async with Client(100) as client, asyncio.TaskGroup() as group:
        tasks = [group.create_task(client.text(url)) for url in urls]
    return [task.result() for task in tasks]
