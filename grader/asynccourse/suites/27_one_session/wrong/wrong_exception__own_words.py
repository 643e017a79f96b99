"""Raises another error than aiohttp's."""

import asyncio

import aiohttp


async def fetch_all(urls):
    async with aiohttp.ClientSession() as session:

        async def text(url):
            async with session.get(url) as response:
                if response.status != 200:
                    raise RuntimeError(f"{url}: {response.status}")
                return await response.text()

        return await asyncio.gather(*map(text, urls))
