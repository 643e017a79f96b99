"""Errors come back among the texts."""

import asyncio

import aiohttp


async def fetch_all(urls):
    async with aiohttp.ClientSession(raise_for_status=True) as session:

        async def text(url):
            async with session.get(url) as response:
                return await response.text()

        return await asyncio.gather(*map(text, urls), return_exceptions=True)
