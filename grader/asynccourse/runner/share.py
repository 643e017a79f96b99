"""For how long the grader's own threads may have kept the main thread from its work.

A thread that takes the GIL from the main thread and has no core to work on keeps it for as long as
it waits for one. That is at most as long as our threads have waited and computed, and at most as
long as the main thread has neither computed nor waited for a core itself: it is counted by small
steps, each from one look of the watchdog to the next, so that a sleep of the submission's own isn't
taken for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from asynccourse.runner.clock import real
from asynccourse.runner.scheduling import OnCores, figures_of, scheduled

FREE = 0.001
"""Seconds within which a thread gets a GIL that is free; one that is kept takes five times that."""

PROMPT = 0.001
"""Seconds within which figures are of one moment; a thread may lose its core or the GIL."""

TRIES = 3
"""How often they are asked for at most."""

_sleep = time.sleep


class _Step(NamedTuple):
    kept: float
    watchdog: float
    """Seconds that the watchdog has computed and waited for cores so far."""
    others: float
    """The same of our other threads."""
    off: float
    """Seconds for which the main thread has neither computed nor waited for a core so far."""


class Share:
    """What the watchdog, which sleeps and looks in turns, and our other threads take."""

    def __init__(self, ours: set[int], main: OnCores, computed: Callable[[], float]) -> None:
        """`ours` are the ids of our threads, `main` is what the system tells of the main thread's
        cores, and `computed` says for how many seconds it has computed so far."""
        self._ours = ours
        self._main = main
        self._computed = computed
        self._watchdog = 0
        self._slept = 0.0
        """Seconds that the watchdog has wanted to sleep so far."""
        self._woke = 0.0
        """When it came back, the last time."""
        self._late = 0.0
        """Seconds by which that was late."""
        self._last = _Step(0.0, 0.0, 0.0, 0.0)
        self._entered = 0.0
        """For how long the main thread had been off when its callback began."""

    def begin(self) -> None:
        """Take the thread that calls this for the watchdog."""
        self._watchdog = threading.get_native_id()
        self._ours.add(self._watchdog)

    def sleep(self, seconds: float) -> None:
        """Let the watchdog sleep; once it has seen what can't wait, it says that it `woke`."""
        before = real()
        self._slept += seconds
        _sleep(seconds)
        self._woke = real()
        self._late = self._woke - before - seconds

    def woke(self) -> None:
        """Count what was taken while the watchdog slept.

        It comes back late. What it hasn't waited for a core then, it has waited for the GIL. Where
        it hasn't, the GIL was free, as it is while the main thread sleeps of itself: then nobody
        has waited for us, until now.
        """
        now = self._now()
        since = real() - self._woke
        taken = now.watchdog - self._last.watchdog
        waited_for_core = taken - since  # at least: some of it may have come since
        if self._main.known and self._late - waited_for_core < FREE:
            taken = max(0.0, taken - self._late)
            now = self._with_kept(now, taken + now.others - self._last.others)
        self._last = now

    def looked(self) -> None:
        """Count what was taken in a look, in which the watchdog had the GIL."""
        self._last = self._now()

    def entered(self, off: float) -> None:
        """Count nothing of what was before: a callback begins in the midst of a step."""
        self._entered = off

    def counted(self) -> float:
        """Return what had been kept from the main thread when it was last counted."""
        return self._last.kept

    def by_now(self) -> float:
        """Return what may have been kept from it by now, one of us being at work perhaps."""
        return self._now().kept

    def _now(self) -> _Step:
        """Return the figures by now, all that our threads took being kept from the main thread.

        They must be of one moment: where asking for them took long, they are asked for again.
        """
        for _ in range(TRIES):
            began = real()
            last = self._last
            watchdog = self._taken({self._watchdog}) if self._main.known else real() - self._slept
            others = self._taken(self._ours - {self._watchdog})
            off = real() - self._computed() - self._main.waited()
            if real() - began < PROMPT:
                break
        now = _Step(last.kept, watchdog, others, off)
        return self._with_kept(now, watchdog - last.watchdog + others - last.others)

    def _with_kept(self, now: _Step, taken: float) -> _Step:
        kept = max(0.0, min(taken, now.off - max(self._last.off, self._entered)))
        return now._replace(kept=self._last.kept + kept)

    def _taken(self, threads: set[int]) -> float:
        return sum(sum(scheduled(figures_of(thread))) for thread in threads)
