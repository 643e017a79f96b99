"""Gives the texts in the order in which they came."""

import asyncio

import aiohttp


async def fetch_all(urls):
    async with aiohttp.ClientSession(raise_for_status=True) as session:

        async def text(url):
            async with session.get(url) as response:
                return await response.text()

        return [await one for one in asyncio.as_completed(map(text, urls))]
