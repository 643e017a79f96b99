"""Lets aiohttp's pool of connections read the test's clock, as all else does.

It is imported before that clock is set, and would look at real time whether a connection that
nobody uses is old enough to be closed: again and again, as long as the test's time runs ahead.
"""

from __future__ import annotations

import time

import aiohttp.connector

aiohttp.connector.monotonic = time.monotonic  # type: ignore[attr-defined]
