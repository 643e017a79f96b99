"""Ask again, but politely: the reference solution."""

import asyncio
import random
from typing import Any

import aiohttp

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
    # One clock around everything: requests, bodies and waits.
    deadline = asyncio.get_running_loop().time() + budget
    async with asyncio.timeout_at(deadline):
        for attempt in range(1, attempts):
            try:
                return await _ask(session, url)
            # Named one by one, so that nothing else is retried by accident.
            except aiohttp.ClientResponseError as error:
                if error.status not in RETRIED:
                    raise
                wait = max(_backoff(attempt), _retry_after(error))
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
                wait = _backoff(attempt)
            # Out of the `except` block, and out of the response's too: nothing is held meanwhile.
            # A wait that is longer than what is left of the budget is ended by the deadline.
            await asyncio.sleep(wait)
        # The last attempt: its error is the caller's.
        return await _ask(session, url)


async def _ask(session: aiohttp.ClientSession, url: str) -> Any:
    async with session.get(url) as response:
        response.raise_for_status()
        # In here and not after it: the connection can be lost while the body comes, too.
        return await response.json()


def _backoff(attempt: int) -> float:
    """Return the seconds to wait after this attempt: random, so that clients come one by one."""
    shortest: float = BASE * 2 ** (attempt - 1)
    return random.uniform(shortest, 2 * shortest)


def _retry_after(error: aiohttp.ClientResponseError) -> float:
    """Return the seconds for which the server wants to be left alone; 0 if it doesn't say."""
    said = error.headers.get("Retry-After", "") if error.headers else ""
    # It may be a date as well, or nonsense: then our own wait must do.
    return float(said) if said.isdecimal() else 0.0
