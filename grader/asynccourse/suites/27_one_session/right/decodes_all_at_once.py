"""The session itself looks at each status, with a coroutine of ours, and reads the body first."""

import asyncio

import aiohttp


async def check(response):
    await response.read()
    if not response.ok:
        raise aiohttp.ClientResponseError(
            response.request_info,
            response.history,
            status=response.status,
            message=response.reason or "",
            headers=response.headers,
        )


async def fetch_all(urls):
    async with aiohttp.ClientSession(raise_for_status=check) as session:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(get(session, url)) for url in urls]
        return [await task.result().text() for task in tasks]


async def get(session, url):
    return await session.get(url)
