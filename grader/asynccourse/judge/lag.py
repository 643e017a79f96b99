"""How much the judge itself was held up: on a machine too busy to tell, it must not tell."""

from __future__ import annotations

import asyncio
import time

TICK = 0.02
"""Seconds between two looks."""

HELD_UP = 0.05
"""Share from which a test that failed by a generous limit is worth a repeat."""

TOO_BUSY = 0.25
"""Share of a test's time by which the judge's own clock ran late, from which it can't tell."""


class Lag:
    """Measures how late the judge's own timers are, while a test runs."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._late = 0.0
        self._task = asyncio.create_task(self._measure())

    @property
    def share(self) -> float:
        """The part of the time so far, from 0 to 1, by which the judge was late."""
        elapsed = time.monotonic() - self._began
        return min(self._late / elapsed, 1.0) if elapsed > 0 else 0.0

    def stop(self) -> None:
        """End the measuring."""
        self._task.cancel()

    async def _measure(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(TICK)
            self._late += max(0.0, time.monotonic() - before - TICK - 0.002)
