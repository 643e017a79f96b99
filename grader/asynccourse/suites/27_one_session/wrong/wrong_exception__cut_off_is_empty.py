"""Takes a text that breaks off for an empty one."""

import asyncio

import aiohttp


async def fetch(session, url):
    async with session.get(url) as response:
        response.raise_for_status()
        try:
            return await response.text()
        except aiohttp.ClientPayloadError:
            return ""


async def fetch_all(urls):
    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(fetch(session, url) for url in urls))
