"""All together, each in a session of its own."""

import asyncio

import aiohttp


async def text(url):
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        response.raise_for_status()
        return await response.text()


async def fetch_all(urls):
    return await asyncio.gather(*map(text, urls))
