"""When a test's time is up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

MOST = 4
"""How many times its limit is added at most for what a runner has waited for cores."""

WORTH = 0.05
"""Share of the limit from which such a wait is worth another look."""


class Deadline:
    """Gives a runner `limit` seconds in which it has a core, or could do with one, then `expire`.

    On a machine with much to do a runner waits for a core most of the time: `starved` tells for how
    long so far, in seconds, and the deadline is so much later.
    """

    def __init__(
        self, limit: float, starved: Callable[[], float], expire: Callable[[], None]
    ) -> None:
        self._limit, self._starved, self._expire = limit, starved, expire
        self._added = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_at_its_latest(self) -> bool:
        """Whether the machine was so busy that no more was added."""
        return self._added >= MOST * self._limit

    def start(self) -> None:
        """Let the time run."""
        self._timer = asyncio.get_running_loop().call_later(self._limit, self._look)

    def stop(self) -> None:
        """Let it run no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        added = min(self._starved(), MOST * self._limit)
        more = added - self._added
        if more > WORTH * self._limit:
            self._added = added
            self._timer = asyncio.get_running_loop().call_later(more, self._look)
        else:
            self._expire()
