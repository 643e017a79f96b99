"""The requests are awaited after the session was closed."""

import asyncio

import aiohttp


async def text(session, url):
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.text()


async def fetch_all(urls):
    async with aiohttp.ClientSession() as session:
        requests = [text(session, url) for url in urls]
    return await asyncio.gather(*requests)
