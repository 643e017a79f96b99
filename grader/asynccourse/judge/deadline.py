"""When a test's time is up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

FAIR = 0.25
"""Share of the limit for which a runner has a core, or could do without, before its time is up."""

MOST = 5
"""How many times the limit its time is at most, on however busy a machine."""

SHORT = 0.05
"""Share of the limit that passes at least between two looks."""


class Deadline:
    """Gives a runner `limit` seconds, then calls `expire`.

    On a machine with much to do a runner waits for a core most of the time: `starved` tells for how
    long so far, in seconds, and its time is up only when there was a fair rest.
    """

    def __init__(
        self, limit: float, starved: Callable[[], float], expire: Callable[[], None]
    ) -> None:
        self.is_at_its_latest = False
        """Whether the machine was so busy that there was none all the same."""
        self._limit, self._starved, self._expire = limit, starved, expire
        self._loop = asyncio.get_running_loop()
        self._began = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Let the time run."""
        self._began = self._loop.time()
        self._timer = self._loop.call_later(self._limit, self._look)

    def stop(self) -> None:
        """Let it run no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        passed = self._loop.time() - self._began
        missing = FAIR * self._limit - (passed - self._starved())
        if missing > 0 and passed < MOST * self._limit:
            pause = max(missing, SHORT * self._limit)
            self._timer = self._loop.call_later(pause, self._look)
        else:
            self.is_at_its_latest = missing > 0
            self._expire()
