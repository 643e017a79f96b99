"""An async generator yields the texts in order, each once its task has ended."""

import asyncio
from contextlib import aclosing

import aiohttp


async def texts_of(urls):
    async with aiohttp.ClientSession() as session:
        tasks = [asyncio.create_task(text_at(session, url)) for url in urls]
        try:
            for task in tasks:
                yield await task
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def text_at(session, url):
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.text()


async def fetch_all(urls):
    async with aclosing(texts_of(urls)) as texts:
        return [text async for text in texts]
