"""Nobody closes the session."""

import asyncio

import aiohttp


async def fetch_all(urls):
    session = aiohttp.ClientSession(raise_for_status=True)

    async def text(url):
        async with session.get(url) as response:
            return await response.text()

    return await asyncio.gather(*map(text, urls))
