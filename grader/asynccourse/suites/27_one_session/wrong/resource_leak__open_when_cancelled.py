"""Closes the session in `except Exception`, past which a cancellation goes."""

import asyncio

import aiohttp

KEEP = []


async def text(session, url):
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.text()


async def fetch_all(urls):
    session = aiohttp.ClientSession()
    KEEP.append(session)
    try:
        texts = await asyncio.gather(*(text(session, u) for u in urls))
    except Exception:
        await session.close()
        raise
    await session.close()
    return texts
