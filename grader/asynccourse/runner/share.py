"""For how long the grader's own threads may have kept the main thread from its work.

A thread that takes the GIL from the main thread and has no core to work on keeps it for as long as
it waits for one. That is at most as long as our threads have waited and computed, and at most as
long as the main thread hasn't computed meanwhile: it is counted by small steps, each from one look
of the watchdog to the next, so that a sleep of the submission's own isn't taken for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from asynccourse.runner.clock import real
from asynccourse.runner.scheduling import figures_of, scheduled

FREE = 0.001
"""Seconds within which a thread gets a GIL that is free; one that is kept takes five times that."""

_sleep = time.sleep


class _Step(NamedTuple):
    kept: float
    watchdog: float
    """Seconds that the watchdog has computed and waited for cores so far."""
    others: float
    """The same of our other threads."""
    off: float
    """Seconds for which the main thread hasn't computed so far, since some moment."""


class Share:
    """What the watchdog, which sleeps and looks in turns, and our other threads take."""

    def __init__(self, ours: set[int], known: bool, off: Callable[[], float]) -> None:
        """`ours` are the ids of our threads, and `known` is whether the system tells of them;
        `off` says for how many seconds the main thread hasn't computed, since some moment."""
        self._ours = ours
        self._known = known
        self._off = off
        self._watchdog = 0
        self._slept = 0.0
        """Seconds that the watchdog has wanted to sleep so far."""
        self._last = _Step(0.0, 0.0, 0.0, 0.0)

    def begin(self) -> None:
        """Take the thread that calls this for the watchdog."""
        self._watchdog = threading.get_native_id()
        self._ours.add(self._watchdog)

    def sleep(self, seconds: float) -> None:
        """Let the watchdog sleep, and count what was taken meanwhile.

        It comes back late. What it hasn't waited for a core then, it has waited for the GIL. Where
        it hasn't, the GIL was free, as it is while the main thread sleeps of itself: then nobody
        has waited for us.
        """
        before = real()
        self._slept += seconds
        _sleep(seconds)
        late = real() - before - seconds
        waited_for_core = self._taken({self._watchdog}) - self._last.watchdog
        self._last = self._now(free=self._known and late - waited_for_core < FREE)

    def looked(self) -> None:
        """Count what was taken in a look, in which the watchdog had the GIL."""
        self._last = self._now()

    def counted(self) -> float:
        """Return what had been kept from the main thread when it was last counted."""
        return self._last.kept

    def by_now(self) -> float:
        """Return what may have been kept from it by now, one of us being at work perhaps."""
        return self._now().kept

    def _now(self, *, free: bool = False) -> _Step:
        """Return the figures by now; `free` is whether the watchdog kept the GIL from nobody."""
        last = self._last
        watchdog = self._taken({self._watchdog}) if self._known else real() - self._slept
        others = self._taken(self._ours - {self._watchdog})
        off = self._off()
        taken = others - last.others + (0.0 if free else watchdog - last.watchdog)
        kept = max(0.0, min(taken, off - last.off))
        return _Step(last.kept + kept, watchdog, others, off)

    def _taken(self, threads: set[int]) -> float:
        return sum(sum(scheduled(figures_of(thread))) for thread in threads)
