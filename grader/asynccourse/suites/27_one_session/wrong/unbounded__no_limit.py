"""A pool without a limit is no pool."""

import asyncio

import aiohttp


async def fetch_all(urls):
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, raise_for_status=True) as session:

        async def text(url):
            async with session.get(url) as response:
                return await response.text()

        return await asyncio.gather(*map(text, urls))
