"""Lets aiohttp's pool of connections read the test's clock, as all else does.

It is imported before that clock is set, and would look at real time whether a connection that
nobody uses is old enough to be closed: again and again, with the test's time far ahead.
"""

from __future__ import annotations

import time

import aiohttp.connector


def now() -> float:
    """Return the time as the submission sees it."""
    return time.monotonic()


aiohttp.connector.monotonic = now  # type: ignore[attr-defined]
