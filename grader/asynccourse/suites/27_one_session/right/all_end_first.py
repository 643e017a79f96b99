"""Every request may end, whatever befell the others; only then is the first error raised."""

import asyncio

import aiohttp


async def fetch_all(urls):
    async def text(session, url):
        async with session.get(url) as response:
            return response, await response.text()

    async with aiohttp.ClientSession() as session:
        outcomes = await asyncio.gather(
            *(text(session, url) for url in urls), return_exceptions=True
        )
    texts = []
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
        response, body = outcome
        response.raise_for_status()
        texts.append(body)
    return texts
