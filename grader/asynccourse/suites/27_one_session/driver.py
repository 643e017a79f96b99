"""Calls `fetch_all`, and counts the pools of connections that it makes and leaves open."""

from __future__ import annotations

import functools
from typing import Any

import aiohttp

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

_pools: list[aiohttp.BaseConnector] = []
"""Every pool that was made. Kept, so that what was dropped unclosed is still seen as open."""

_init = aiohttp.BaseConnector.__init__


@functools.wraps(_init)
def _noted_init(self: aiohttp.BaseConnector, *args: Any, **kwargs: Any) -> None:
    _init(self, *args, **kwargs)
    _pools.append(self)


aiohttp.BaseConnector.__init__ = _noted_init  # type: ignore[method-assign]


_left: list[int] = []
"""How many pools were open in the very step in which a call ended, for each call."""


def _open() -> int:
    return sum(not pool.closed for pool in _pools)


async def pools() -> list[int]:
    """Return how many pools were made, are open, and were when the last call ended."""
    return [len(_pools), _open(), _left[-1] if _left else 0]


async def fetch_all(urls: list[str]) -> Any:
    """Make one call, and note what it leaves open."""
    try:
        return await submission.fetch_all(urls)
    finally:
        _left.append(_open())


async def sizes(urls: list[str]) -> Any:
    """Make one call, and return how long each text is."""
    got = await submission.fetch_all(urls)
    return [len(text) for text in got] if isinstance(got, list) else got
