"""Keeps the texts by their URL: a URL that is asked for twice gives one text."""

import asyncio

import aiohttp


async def fetch_all(urls):
    texts = {}
    async with aiohttp.ClientSession(raise_for_status=True) as session:

        async def fetch(url):
            texts[url] = None  # keeps the place
            async with session.get(url) as response:
                texts[url] = await response.text()

        async with asyncio.TaskGroup() as group:
            for url in urls:
                group.create_task(fetch(url))
    return list(texts.values())
