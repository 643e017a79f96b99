"""`asyncio.wait` with what is left as its time-out, for each request; pauses on an event."""

import asyncio
import contextlib
import random

import aiohttp


class Refused(Exception):
    pass


async def ask(session, url):
    async with session.get(url) as response:
        if response.status in (429, 503):
            await response.read()
            raise Refused(response)
        response.raise_for_status()
        return await response.json()


async def within(seconds, coroutine):
    task = asyncio.create_task(coroutine)
    try:
        await asyncio.wait([task], timeout=seconds)
        if not task.done():
            raise TimeoutError
        return task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def get_json(session, url, *, attempts, budget):
    now = asyncio.get_running_loop().time
    deadline = now() + budget
    for retry in range(attempts):
        pause = random.uniform(0.1, 0.2) * (1 << retry)
        try:
            return await within(deadline - now(), ask(session, url))
        except Refused as refused:
            [response] = refused.args
            if retry + 1 == attempts:
                response.raise_for_status()
            pause += int(response.headers.get("Retry-After", "0"))
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
            if retry + 1 == attempts:
                raise
        if now() + pause > deadline:
            raise TimeoutError(f"the next retry doesn't fit into {budget} s")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), pause)
    raise ValueError("no attempts")
