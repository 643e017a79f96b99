"""All errors together, in an `ExceptionGroup` of its own making."""

import asyncio

import aiohttp


async def fetch_all(urls):
    async def text(url):
        async with session.get(url, raise_for_status=True) as response:
            return await response.text()

    async with aiohttp.ClientSession() as session:
        outcomes = await asyncio.gather(*map(text, urls), return_exceptions=True)
    errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    if errors:
        raise ExceptionGroup(f"{len(errors)} of {len(urls)} requests failed", errors)
    return outcomes
