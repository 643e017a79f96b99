"""Makes the session that `get_json` is given, and calls it as a program would."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

Plan = dict[str, Any]
"""The keyword arguments of `get_json`."""


def open_session(pool: int = 100, **headers: str) -> aiohttp.ClientSession:
    """Return a session with its own headers and a pool of so many connections."""
    session = aiohttp.ClientSession(
        headers=headers, connector=aiohttp.TCPConnector(limit=pool, force_close=False)
    )
    # aiohttp asks once more by itself when a connection is dropped, which would hide the retries
    # that are to be counted. Its own test client turns that off in the same way. The name is
    # private: whether it is still there has to be seen.
    assert hasattr(session, "_retry_connection")
    session._retry_connection = False
    return session


async def get(url: str, plan: Plan) -> Any:
    """Make one call."""
    async with open_session() as session:
        return await submission.get_json(session, url, **plan)


async def one_by_one(urls: list[str], plan: Plan, token: str) -> list[Any]:
    """Make calls one after the other, in one session with a header of its own.

    A session that a call has closed is told instead of the results that follow.
    """
    async with open_session(100, **{"X-Token": token}) as session:
        results = []
        for url in urls:
            results.append(await submission.get_json(session, url, **plan))
            if session.closed:
                return ["closed"]
        return [results]


async def together(url: str, plan: Plan, count: int) -> list[Any]:
    """Make so many calls at once, in one session, each for a URL that ends with its number."""
    async with open_session() as session:
        calls = (submission.get_json(session, f"{url}{n}", **plan) for n in range(count))
        return await asyncio.gather(*calls)


async def beside(url: str, plan: Plan, other: str) -> tuple[Any, float]:
    """Make one call in a session of one connection, and another request a second later.

    Returns what the call gave, and for how many seconds the other request had to wait.
    """
    loop = asyncio.get_running_loop()

    async def ask() -> float:
        await asyncio.sleep(1)
        began = loop.time()
        async with session.get(other) as response:
            await response.read()
        return loop.time() - began

    async with open_session(1) as session:
        return tuple(await asyncio.gather(submission.get_json(session, url, **plan), ask()))
