"""Short limits of time for each step of a request."""

import asyncio

import aiohttp

LIMITS = aiohttp.ClientTimeout(total=30, sock_connect=2, sock_read=5)


async def fetch_all(urls):
    async def text(url):
        async with session.get(url) as response:
            response.raise_for_status()
            return await response.text()

    async with aiohttp.ClientSession(timeout=LIMITS) as session, asyncio.TaskGroup() as group:
        tasks = [group.create_task(text(url)) for url in urls]
    return [task.result() for task in tasks]
