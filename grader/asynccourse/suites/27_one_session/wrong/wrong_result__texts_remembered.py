"""What was fetched once is never asked for again."""

import asyncio

import aiohttp

texts = {}


async def fetch(session, url):
    if url not in texts:
        async with session.get(url) as response:
            texts[url] = await response.text()
    return texts[url]


async def fetch_all(urls):
    async with (
        aiohttp.ClientSession(raise_for_status=True) as session,
        asyncio.TaskGroup() as group,
    ):
        tasks = [group.create_task(fetch(session, url)) for url in urls]
    return [task.result() for task in tasks]
