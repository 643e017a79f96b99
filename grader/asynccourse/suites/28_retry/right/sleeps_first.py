"""Every attempt sleeps first, the first one for no time; exit stacks hold deadline and answer."""

import asyncio
import contextlib
import itertools
import random

import aiohttp


def pauses():
    yield 0
    for power in itertools.count():
        yield random.uniform(0.1 * 2**power, 0.1 * 2 ** (power + 1))


async def get_json(session, url, *, attempts, budget):
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(asyncio.timeout(budget))
        errors = []
        not_before = 0
        for pause in itertools.islice(pauses(), attempts):
            await asyncio.sleep(max(pause, not_before))
            not_before = 0
            try:
                async with contextlib.AsyncExitStack() as answer:
                    response = await answer.enter_async_context(session.get(url))
                    if response.status in (429, 503):
                        not_before = float(response.headers.get("Retry-After", 0))
                    response.raise_for_status()
                    return await response.json()
            except aiohttp.ClientError as error:
                passing = aiohttp.ClientConnectionError, aiohttp.ClientPayloadError
                if not isinstance(error, passing) and getattr(error, "status", 0) not in (429, 503):
                    raise
                errors.append(error)
        raise errors[-1]
