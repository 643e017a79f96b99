"""All but 200 is taken for an error."""

import asyncio

import aiohttp


async def fetch(session, url):
    async with session.get(url) as response:
        if response.status != 200:
            raise aiohttp.ClientResponseError(
                response.request_info, response.history, status=response.status
            )
        return await response.text()


async def fetch_all(urls):
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(session, url)) for url in urls]
    return [task.result() for task in tasks]
