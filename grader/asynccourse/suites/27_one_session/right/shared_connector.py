"""`aiohttp.request` for each URL, over one connector that all share: the pool is what counts."""

import asyncio

import aiohttp


async def fetch_all(urls):
    async with aiohttp.TCPConnector() as connector, asyncio.TaskGroup() as group:
        tasks = [group.create_task(text_at(connector, url)) for url in urls]
    return [task.result() for task in tasks]


async def text_at(connector, url):
    async with aiohttp.request("GET", url, connector=connector) as response:
        response.raise_for_status()
        return await response.text()
