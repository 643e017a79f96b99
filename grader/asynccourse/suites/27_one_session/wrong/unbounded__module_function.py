"""aiohttp.request() makes a session for each request too."""

import asyncio

import aiohttp


async def text(url):
    async with aiohttp.request("GET", url) as response:
        response.raise_for_status()
        return await response.text()


async def fetch_all(urls):
    return await asyncio.gather(*map(text, urls))
