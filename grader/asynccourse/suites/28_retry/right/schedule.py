"""The waits are a generator; the request runs in a task of its own, in a TaskGroup."""

import asyncio
import random

import aiohttp


def waits(attempts):
    for power in range(attempts - 1):
        yield random.uniform(0.1, 0.2) * 2**power
    yield None


async def fetch(session, url):
    async with session.get(url) as response:
        body = await response.read()
        if response.ok:
            return await response.json(), None, 0.0
        after = response.headers.get("Retry-After", "")
        try:
            response.raise_for_status()
        except aiohttp.ClientResponseError as error:
            if response.status not in (429, 503):
                raise
            return body, error, float(after or 0)


async def get_json(session, url, *, attempts, budget):
    async with asyncio.timeout(budget):
        for wait in waits(attempts):
            try:
                async with asyncio.TaskGroup() as group:
                    task = group.create_task(fetch(session, url))
                value, error, after = task.result()
                if error is None:
                    return value
            except* (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as lost:
                error, after = lost.exceptions[0], 0.0
            if wait is None:
                raise error
            await asyncio.sleep(max(wait, after))
        raise ValueError("no attempts")
