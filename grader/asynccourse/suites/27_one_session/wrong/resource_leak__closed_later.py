"""The session is closed by a task that nobody waits for."""

import asyncio

import aiohttp


async def fetch(session, url):
    async with session.get(url) as response:
        return await response.text()


async def fetch_all(urls):
    session = aiohttp.ClientSession(raise_for_status=True)
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch(session, url)) for url in urls]
        return [task.result() for task in tasks]
    finally:
        asyncio.create_task(session.close())
