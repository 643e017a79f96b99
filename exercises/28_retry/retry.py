"""Ask again, but politely.

`get_json` asks once, and gives up at the first trouble. Make it ask again where that can help:
with growing, random waits, a limit of attempts and a limit of time.
"""

import asyncio
import time
from typing import Any

import aiohttp
from aiohttp import web

BASE = 0.1
"""Shortest wait before the first retry, in seconds."""

RETRIED = (429, 503)
"""Statuses that say "not now": another attempt may go well."""


async def get_json(
    session: aiohttp.ClientSession, url: str, *, attempts: int, budget: float
) -> Any:
    """Return the JSON at `url`, asked for up to `attempts` times within `budget` seconds.

    A lost connection and the statuses in `RETRIED` are worth another attempt. Before retry n (1 is
    the first) it waits for a random time between `BASE * 2 ** (n - 1)` seconds and twice that, or
    for as long as the answer's Retry-After says. Raises the last attempt's error, and
    `TimeoutError` where the budget ran out.
    """
    # TODO: ask again where that can help, and stop in time.
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.json()


async def main() -> None:
    """Ask a server that is too busy for two of three requests."""
    began = time.perf_counter()
    asked = 0

    async def answer(request: web.BaseRequest) -> web.Response:
        nonlocal asked
        asked += 1
        print(f"{time.perf_counter() - began:.1f} s: {request.path} is asked for")
        if asked % 3:
            return web.json_response("busy", status=503)
        return web.json_response({"degrees": 21})

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        async with aiohttp.ClientSession() as session:
            print(await get_json(session, f"http://{host}:{port}/weather", attempts=4, budget=5))
    except aiohttp.ClientResponseError as error:
        print(f"gave up: {error.status} {error.message}")
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
