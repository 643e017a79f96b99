"""Closes the session only where nothing was raised."""

import asyncio

import aiohttp


async def fetch_all(urls):
    session = aiohttp.ClientSession(raise_for_status=True)

    async def text(url):
        async with session.get(url) as response:
            return await response.text()

    texts = await asyncio.gather(*map(text, urls))
    await session.close()
    return texts
