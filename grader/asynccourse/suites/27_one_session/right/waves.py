"""Waves of fifty requests, each wave awaited before the next begins."""

import asyncio

import aiohttp


async def fetch_all(urls):
    texts = []
    async with aiohttp.ClientSession() as session:
        for first in range(0, len(urls), 50):
            async with asyncio.TaskGroup() as group:
                wave = [
                    group.create_task(text_at(session, url)) for url in urls[first : first + 50]
                ]
            texts += [task.result() for task in wave]
    return texts


async def text_at(session, url):
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.text()
