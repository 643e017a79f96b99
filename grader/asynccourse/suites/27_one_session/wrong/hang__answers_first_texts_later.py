"""Collects all answers before it reads the first body: each unread one holds its connection."""

import asyncio

import aiohttp


async def fetch_all(urls):
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        answers = await asyncio.gather(*(session.get(url) for url in urls))
        return await asyncio.gather(*(answer.text() for answer in answers))
