"""The conductor: moves the virtual clock, and knows when nothing more can happen.

The runner says when its loop is idle and when its next timer is due; the judge knows when each of
its held calls is due. So time can go on to the earlier of the two, as in any discrete-event
simulation, and where there is neither, whoever waits, waits for ever.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import math
from collections.abc import Callable

from asynccourse.judge.link import Link
from asynccourse.verdicts.refusal import ByTime
from asynccourse.wall.messages import Advance, Idle, Nudge

SETTLING_TURNS = 12
"""Turns of the judge's loop in which a suite may still act on what it has just heard."""

PATIENCE = 2.0
"""Seconds without a word after which a runner with threads or children counts as stuck."""

END = 1e9
"""Seconds on the virtual clock that it never gets to: a timer beyond is none."""

COURTESY = 0.1
"""Seconds that its threads and children get to speak before the virtual clock moves on, and between
two looks at them when patience is over."""


class Conductor:
    """The test's clock, in seconds since it began, and the judgement of idleness."""

    def __init__(self, link: Link, *, virtual: bool, scale: float = 1.0) -> None:
        self.virtual = virtual
        self.scale = scale
        self.awaited: Callable[[], bool] = lambda: True
        """Asked first: whether the suite waits for the runner, or is at work itself."""
        self.unmet: Callable[[ByTime], bool] = lambda by_time: False
        """Asked when only the judge can wake the runner: whether a witness refuses now."""
        self.stuck: Callable[[ByTime], None] = lambda by_time: None
        """Called when nothing more can come; told whether that is patience or proof."""
        self.at_rest: Callable[[], bool | None] = lambda: None
        """Asked when patience is lost: whether all threads and processes rest; None if unknown."""
        self.explained: Callable[[], int] = lambda: 0
        """Asked how many of the runner's descriptors lead to the judge, with nothing under way."""
        self.moving: Callable[[], bool] = lambda: False
        """Asked before an idleness counts: whether something is still on its way to the runner."""
        self.wired = False
        """Whether the runner hears of things over other wires than the one to its clock."""
        self.horizon = math.inf
        """A timer of the runner's so many seconds ahead is a time-out, and no next step."""
        self.settling = SETTLING_TURNS
        """Turns of our loop before an idleness counts."""
        self._link = link
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._now = 0.0
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._ties = itertools.count()
        self._moved = False
        """Whether the clock was moved, and what is due waits for the runner to hear of it."""
        self._version = 0
        self._last: Idle | None = None
        self._idle: asyncio.Future[Idle] | None = None
        self.busiest = Idle(0, None, 0, 0, 0, 0)
        """The report with the most threads and children at work so far."""
        self._timers: set[asyncio.TimerHandle] = set()
        self._patience: asyncio.TimerHandle | None = None

    def now(self) -> float:
        """Return the seconds since the test began."""
        return self._now if self.virtual else self._loop.time() - self._began

    @property
    def pending(self) -> int:
        """How many things the judge itself will still do when their time has come."""
        return len(self._due) if self.virtual else len(self._timers)

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Call `action` after so many seconds of the test's clock."""
        if self.virtual:
            heapq.heappush(self._due, (self._now + seconds, next(self._ties), action))
            return

        def fire() -> None:
            self._timers.discard(timer)
            action()
            self.reconsider()  # what it was for may have been given up meanwhile

        timer = self._loop.call_later(seconds, fire)
        self._timers.add(timer)

    def heard(self) -> None:
        """Note that something happened: what was decided about an earlier idleness is void."""
        self._version += 1
        self._last = None
        if self._patience is not None:
            self._patience.cancel()

    def heard_beside(self) -> None:
        """Note that a child process was heard: the runner's own idleness still holds."""
        if self._last is not None and self._patience is not None:
            self._patience.cancel()
            self._wait_for_others(self._last, self._version)

    def idle(self, report: Idle) -> None:
        """Weigh a report of idleness, once the suite has had its turns to act."""
        self._last = report
        self.busiest = max(self.busiest, report, key=lambda one: one.busy_threads + one.children)
        if self._moved and report.seq == self._link.seq:
            self._moved = False
            self._happen()
            self._link.send(Nudge(seq=0))
        self.reconsider()

    def next_idle(self) -> asyncio.Future[Idle]:
        """Return the next settled report: the runner has nothing to do and has heard all."""
        self._idle = self._loop.create_future()
        return self._idle

    def reconsider(self) -> None:
        """Weigh the last report again: the suite has begun to wait."""
        if self._last is not None and self._last.seq == self._link.seq:
            self._settle(self._last, self._version, self.settling)

    def close(self) -> None:
        """Forget all timers."""
        for timer in self._timers:
            timer.cancel()
        if self._patience is not None:
            self._patience.cancel()

    def _settle(self, report: Idle, version: int, turns: int) -> None:
        if self._is_void(report, version):
            return
        if turns:
            self._loop.call_soon(self._settle, report, version, turns - 1)
            return
        if self.moving():
            return  # it will be heard of when it has come
        if self._idle is not None and not self._idle.done():
            # The suite acts now. What was begun on this report before can't decide any more.
            self._version += 1
            self._idle.set_result(report)
            self._wait_for_others(report, self._version)
            return
        foreign = report.descriptors > self.explained()
        quiet = not (report.busy_threads or report.children or foreign)
        if not self.awaited():
            return
        if quiet:
            self._decide(report, "no")
            return
        self._wait_for_others(report, version)

    def _is_void(self, report: Idle, version: int) -> bool:
        """Return whether something was heard or told since, and this idleness is over."""
        return version != self._version or report.seq != self._link.seq

    def _wait_for_others(self, report: Idle, version: int) -> None:
        """Give threads and children, which might still wake the runner, their time."""
        wait = COURTESY if self._upcoming(report) else PATIENCE * self.scale
        self._patience = self._loop.call_later(wait, self._lose_patience, report, version)

    def _lose_patience(self, report: Idle, version: int) -> None:
        if self._is_void(report, version) or not self.awaited():
            return
        at_rest = self.at_rest()
        if at_rest is False:
            self._patience = self._loop.call_later(COURTESY, self._lose_patience, report, version)
        else:
            self._hear_out(report, version, "standstill" if at_rest else "generous", self.settling)

    def _hear_out(self, report: Idle, version: int, by_time: ByTime, turns: int) -> None:
        """Decide, unless something had come before that the judge, held up, hadn't heard yet."""
        if self._is_void(report, version):
            return
        if turns:
            self._loop.call_soon(self._hear_out, report, version, by_time, turns - 1)
        else:
            self._decide(report, by_time)

    def _decide(self, report: Idle, by_time: ByTime) -> None:
        upcoming = self._upcoming(report)
        sure = by_time == "no" or not upcoming
        timer = _timer(report)
        step = timer is not None and timer - self.now() < self.horizon
        if not step and sure and self.unmet(by_time):
            return
        if upcoming:
            self._advance(min(upcoming))
        elif timer is None and not self._timers:
            self.stuck(by_time)

    def _upcoming(self, report: Idle) -> list[float]:
        """Return when something is due on the virtual clock; nothing on the real one."""
        if not self.virtual:
            return []
        timer = _timer(report)
        timers = [] if timer is None else [timer]
        return timers + [due for due, _, _ in self._due[:1]]

    def _advance(self, now: float) -> None:
        """Move time on, and let everything happen that is due by then.

        What goes over other wires could get there first: it waits until the runner has said that
        its clock has moved.
        """
        self._now = max(self._now, now)
        self._link.send(Advance(seq=0, now=self._now))
        self._moved = self.wired
        if not self.wired:
            self._happen()

    def _happen(self) -> None:
        while self._due and self._due[0][0] <= self._now + 1e-9:
            heapq.heappop(self._due)[2]()


def _timer(report: Idle) -> float | None:
    """Return when a report's timer is due; None without one that ever will be."""
    return None if report.timer is None or report.timer > END else report.timer
