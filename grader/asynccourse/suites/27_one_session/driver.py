"""Calls `fetch_all` for large pages, and returns their sizes alone."""

from __future__ import annotations

from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""


async def sizes(urls: list[str]) -> Any:
    """Make one call, and return how long each text is."""
    got = await submission.fetch_all(urls)
    return [len(text) for text in got] if isinstance(got, list) else got
