"""Calls `fetch_all` for large pages, and counts the pools of connections that it makes."""

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


async def pools() -> list[int]:
    """Return how many pools were made, and how many of them are open."""
    return [len(_pools), sum(not pool.closed for pool in _pools)]


async def sizes(urls: list[str]) -> Any:
    """Make one call, and return how long each text is."""
    got = await submission.fetch_all(urls)
    return [len(text) for text in got] if isinstance(got, list) else got
