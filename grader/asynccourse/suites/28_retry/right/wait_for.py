"""`wait_for` around a coroutine that only retries; the last error is kept and raised."""

import asyncio
import random

import aiohttp


class NotNow(Exception):
    def __init__(self, error, seconds=0):
        self.error = error
        self.seconds = seconds


async def once(session, url):
    try:
        response = await session.get(url)
        try:
            if response.status in {429, 503}:
                error = aiohttp.ClientResponseError(
                    response.request_info,
                    response.history,
                    status=response.status,
                    message=response.reason,
                    headers=response.headers,
                )
                raise NotNow(error, float(response.headers.get("Retry-After", 0)))
            response.raise_for_status()
            return await response.json()
        finally:
            response.release()
    except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
        raise NotNow(error) from error


async def persist(session, url, attempts):
    wait = 0.1
    while True:
        try:
            return await once(session, url)
        except NotNow as trouble:
            attempts -= 1
            if not attempts:
                raise trouble.error from None
            pause = trouble.seconds + random.uniform(wait, 2 * wait)
        wait *= 2
        await asyncio.sleep(pause)


async def get_json(session, url, *, attempts, budget):
    return await asyncio.wait_for(persist(session, url, attempts), budget)
