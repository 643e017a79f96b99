"""Knows one error status."""

import asyncio

import aiohttp


async def fetch(session, url):
    async with session.get(url) as response:
        if response.status == 404:
            response.raise_for_status()
        return await response.text()


async def fetch_all(urls):
    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(fetch(session, url) for url in urls))
