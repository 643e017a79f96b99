"""Nothing is raised until the end: outcomes are values, and `gather` turns errors into such."""

import asyncio
import random

import aiohttp


async def ask(session, url):
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.json()


def pause_after(outcome, retry):
    pause = random.uniform(1, 2) * 0.1 * 2**retry
    match outcome:
        case aiohttp.ClientResponseError(status=429 | 503, headers=headers):
            return max(pause, float(headers.get("Retry-After", 0)))
        case aiohttp.ClientConnectionError() | aiohttp.ClientPayloadError():
            return pause
    return None


async def persist(session, url, attempts):
    outcome = None
    for retry in range(attempts):
        [outcome] = await asyncio.gather(ask(session, url), return_exceptions=True)
        pause = pause_after(outcome, retry)
        if pause is None or retry == attempts - 1:
            break
        await asyncio.sleep(pause)
    return outcome


async def get_json(session, url, *, attempts, budget):
    outcome = await asyncio.wait_for(persist(session, url, attempts), budget)
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome
