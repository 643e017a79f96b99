"""A session for ever: what is idle in it times out, and the session stays open."""

import asyncio

import aiohttp

SESSION = None


async def text(session, url):
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.text()


async def fetch_all(urls):
    global SESSION
    SESSION = SESSION or aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(force_close=False, keepalive_timeout=0.5)
    )
    return await asyncio.gather(*(text(SESSION, u) for u in urls))
