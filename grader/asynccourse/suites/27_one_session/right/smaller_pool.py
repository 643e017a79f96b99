"""A pool of 30 connections, the session closed by hand."""

import asyncio

import aiohttp


class Fetcher:
    def __init__(self):
        self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=30))

    async def text(self, url):
        response = await self.session.get(url)
        try:
            response.raise_for_status()
            return await response.text()
        finally:
            response.release()


async def fetch_all(urls):
    fetcher = Fetcher()
    tasks = [asyncio.create_task(fetcher.text(url)) for url in urls]
    try:
        return [await task for task in tasks]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await fetcher.session.close()
