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
from asynccourse.runner.scheduling import OnCores, figures_of, of_one_moment, scheduled

FREE = 0.001
"""Seconds within which a thread gets a GIL that is free; one that is kept takes five times that."""

_sleep = time.sleep


class _Step(NamedTuple):
    kept: float
    watchdog: float
    """Seconds that the watchdog has computed and waited for cores so far."""
    others: float
    """The same of our other threads."""
    off_before: float
    """Seconds for which the main thread had neither computed nor waited for a core, at least, when
    these figures were asked for."""
    off: float
    """The same, at most, when they were there."""


class Share:
    """What the watchdog, which sleeps and looks in turns, and our other threads take."""

    def __init__(self, ours: set[int], main: OnCores, computed: Callable[[], float]) -> None:
        """`ours` are the ids of our threads, `main` is what the system tells of the main thread's
        cores, and `computed` says for how many seconds it has computed so far."""
        self._ours = ours
        self._main = main
        self._computed = computed
        self._watchdog: OnCores | None = None
        self._watchdog_id = 0
        self._slept = 0.0
        """Seconds that the watchdog has wanted to sleep so far."""
        self._lay_down = 0.0
        """What it had taken when it began to sleep, the last time."""
        self._woke = 0.0
        """When it came back."""
        self._late = 0.0
        """Seconds by which that was late."""
        self._last = _Step(0.0, 0.0, 0.0, 0.0, 0.0)
        self._entered = 0.0
        """For how long the main thread had been off when its callback began."""

    def begin(self) -> None:
        """Take the thread that calls this for the watchdog."""
        self._watchdog_id = threading.get_native_id()
        self._watchdog = OnCores(self._watchdog_id)
        self._ours.add(self._watchdog_id)

    def sleep(self, seconds: float) -> None:
        """Let the watchdog sleep; once it has seen what can't wait, it says that it `woke`."""
        self._lay_down = self._taken_by_watchdog()
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
        # At least: some of it may have come since. Where that is more than all of its lateness, it
        # lost its core before it slept, and perhaps the GIL with it.
        waited_for_core = now.watchdog - self._lay_down - since
        if self._main.known and abs(self._late - waited_for_core) < FREE:
            now = self._with_kept(now, max(0.0, self._taken_until(now) - self._late))
        self._last = now

    def looked(self) -> None:
        """Count what was taken in a look, in which the watchdog had the GIL."""
        self._last = self._now()

    def entered(self, off: float) -> None:
        """Count nothing of what was before: a callback begins in the midst of a step.

        `off` is for how long the main thread had neither computed nor waited for a core by then.
        """
        self._entered = off

    def counted(self) -> float:
        """Return what had been kept from the main thread when it was last counted."""
        return self._last.kept

    def by_now(self) -> float:
        """Return what may have been kept from it by now, one of us being at work perhaps."""
        return self._now().kept

    def _now(self) -> _Step:
        """Return the figures by now, all that our threads took being kept from the main thread."""
        now = of_one_moment(self._figures)
        return self._with_kept(now, self._taken_until(now))

    def _figures(self) -> _Step:
        # Where it takes long, a part may count for two steps; none must be counted for neither.
        off_before = real() - (self._computed() + self._main.waited())
        watchdog = self._taken_by_watchdog()
        others = sum(sum(scheduled(figures_of(one))) for one in self._ours - {self._watchdog_id})
        on_cores = self._computed() + self._main.waited()
        return _Step(self._last.kept, watchdog, others, off_before, real() - on_cores)

    def _with_kept(self, now: _Step, taken: float) -> _Step:
        kept = max(0.0, min(taken, now.off - max(self._last.off_before, self._entered)))
        return now._replace(kept=self._last.kept + kept)

    def _taken_until(self, now: _Step) -> float:
        """Return what our threads have computed and waited for cores since the last step."""
        return now.watchdog - self._last.watchdog + now.others - self._last.others

    def _taken_by_watchdog(self) -> float:
        if not self._main.known:
            return real() - self._slept
        return self._watchdog.taken() if self._watchdog else 0.0
