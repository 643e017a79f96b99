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


async def text_at(session, url):
    response = await session.get(url)
    return await response.text()


async def fetch_all(urls):
    async with aiohttp.ClientSession(raise_for_status=check) as session:
        return await asyncio.gather(*(text_at(session, url) for url in urls))
