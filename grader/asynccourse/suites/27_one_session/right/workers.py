"""Twenty workers take the URLs one by one from a shared iterator."""

import asyncio

import aiohttp


async def fetch_all(urls):
    texts = {}
    numbered = enumerate(urls)

    async def work(session):
        for index, url in numbered:
            async with session.get(url) as response:
                response.raise_for_status()
                texts[index] = await response.text()

    async with aiohttp.ClientSession() as session:
        async with asyncio.TaskGroup() as group:
            for _ in range(20):
                group.create_task(work(session))
    return [texts[index] for index in range(len(texts))]
