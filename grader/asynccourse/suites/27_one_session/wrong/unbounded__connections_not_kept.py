"""Closes each connection after its request."""

import asyncio

import aiohttp


async def fetch_all(urls):
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector, raise_for_status=True) as session:

        async def text(url):
            async with session.get(url) as response:
                return await response.text()

        return await asyncio.gather(*map(text, urls))
