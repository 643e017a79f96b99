"""Fifty workers with a session each: few connections, and no pool that is shared."""

import asyncio

import aiohttp


async def fetch_all(urls):
    texts = [""] * len(urls)
    numbered = iter(enumerate(urls))

    async def work():
        async with aiohttp.ClientSession(raise_for_status=True) as session:
            for i, url in numbered:
                async with session.get(url) as r:
                    texts[i] = await r.text()

    async with asyncio.TaskGroup() as group:
        for _ in range(50):
            group.create_task(work())
    return texts
