"""Raises for the statuses it knows, and takes other error pages for texts."""

import asyncio

import aiohttp


async def text(session, url):
    async with session.get(url) as response:
        if response.status in (400, 403, 404, 500, 503):
            response.raise_for_status()
        return await response.text()


async def fetch_all(urls):
    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(text(session, u) for u in urls))
