"""Decodes every body as UTF-8, whatever its headers say."""

import asyncio

import aiohttp


async def fetch_all(urls):
    async with aiohttp.ClientSession(raise_for_status=True) as session:

        async def fetch(url):
            async with session.get(url) as response:
                return (await response.read()).decode(errors="replace")

        return await asyncio.gather(*map(fetch, urls))
