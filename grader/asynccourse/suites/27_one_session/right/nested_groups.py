"""Groups in a group: ten requests in each, so that errors arrive wrapped twice."""

import asyncio

import aiohttp


async def fetch_all(urls):
    texts = [""] * len(urls)

    async def one(session, index):
        async with session.get(urls[index]) as response:
            response.raise_for_status()
            texts[index] = await response.text()

    async def ten(session, first):
        async with asyncio.TaskGroup() as group:
            for index in range(first, min(first + 10, len(urls))):
                group.create_task(one(session, index))

    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as groups:
        for first in range(0, len(urls), 10):
            groups.create_task(ten(session, first))
    return texts
