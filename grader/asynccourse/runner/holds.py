"""How long each callback holds the event loop, and at which line of the submission.

A stamp around every callback gives its length. On Linux the kernel says how long the thread had
to wait for a core meanwhile, which is taken off: a busy machine is nobody's fault. The line comes
from the watchdog, a thread that looks at the main thread's stack while a callback goes on; a C
call that keeps the GIL lets it in at its return, still on the same line. A callback that computes
has to hand the GIL over for each look: what that may cost it is taken off too. And a callback may
wait for another thread of the submission's, to start or to give the GIL back, or for a child
process, to start or to end, while that one waits for a core: that is the machine's fault likewise.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial

from asynccourse.runner.clock import Clock, real
from asynccourse.runner.scheduling import (
    OnCores,
    children_delays,
    figures_of,
    is_runnable,
    of_one_moment,
    scheduled,
    threads,
)
from asynccourse.runner.share import Share
from asynccourse.runner.stack import MainStack
from asynccourse.wall.forking import WATCHDOG
from asynccourse.wall.messages import Hold, Settings

TICK = 0.01
"""Seconds between two looks of the watchdog."""

SAMPLED_AFTER = 2 * TICK
"""Age in seconds from which a callback's line is sampled."""

_thread_time = time.thread_time
_cpu_time: Callable[[int], float] = getattr(time, "clock_gettime", lambda clock: 0.0)
_cpu_clock: Callable[[int], int] | None = getattr(time, "pthread_getcpuclockid", None)


class HoldMeter:
    """Times the callbacks of the thread that made it and reports those that take too long."""

    def __init__(self, clock: Clock, stack: MainStack, send: Callable[[Hold], None]) -> None:
        self.count_calls: Callable[[], int] = lambda: 0
        """How many services the submission has called so far."""
        self._clock = clock
        self._stack = stack
        self._send = send
        self._settings = Settings()
        self._main = threading.get_ident()
        # Asked of the system: what threading keeps of the main thread is the parent's after a fork.
        self._main_id = threading.get_native_id()
        self._on_cores = OnCores(self._main_id)
        self.own: set[int] = set()
        """Ids of our own threads beside the main one."""
        self._share = Share(self.own, self._on_cores, self._cpu)
        self._others: set[int] = set()
        """The submission's threads beside the main one, when the callback was young."""
        self._others_waited = 0.0
        """What they had waited for cores by then."""
        self._children_before: dict[int, float] = {}
        """What each of its child processes had waited by then."""
        self._children: dict[int, float] = {}
        """What each has waited by the last look at it during the callback."""
        self._living: dict[int, float] = {}
        """The same of those that lived at the last look."""
        self._stirred = 0.0
        """When child processes were last found to have been at work."""
        self._began = real()
        self._start = 0.0
        self._ended = 0.0
        """When the last callback ended; 0 while one goes on."""
        self._alone_since = -1.0
        """When the callback ended since which nothing of the submission's was seen to be there that
        could begin anything: neither a callback, nor another thread, nor a child process."""
        self._looking = threading.Lock()
        """Kept by the watchdog from before a look until the line that was seen is counted."""
        self._wait_start = 0.0
        self._cpu_start = 0.0
        self._excused = 0.0
        self._excused_since = 0.0
        self._calls = 0
        self._kept_start = 0.0
        self._lines: Counter[int] = Counter()
        self._told = False

    def install(self, settings: Settings) -> None:
        """Start to stamp callbacks and to watch them."""
        self._settings = settings
        self._began = real()
        stamped = asyncio.Handle._run
        meter = self

        def run(handle: asyncio.Handle) -> None:
            if threading.get_ident() != meter._main:
                return stamped(handle)
            meter._enter()
            try:
                return stamped(handle)
            finally:
                meter._leave()

        asyncio.Handle._run = run  # type: ignore[method-assign,assignment]
        watchdog = threading.Thread(target=self._watch, daemon=True, name=WATCHDOG)
        with _called(WATCHDOG):
            watchdog.start()

    @contextmanager
    def excused(self) -> Iterator[None]:
        """Take the time of this block off the current hold: the submission waits for the judge.

        In another thread than the main one that means nothing, nor within such a block.
        """
        if threading.get_ident() != self._main or self._excused_since:
            yield
            return
        self._excused_since = began = of_one_moment(self._served)
        try:
            yield
        finally:
            self._excused_since = 0.0
            self._excused += max(0.0, of_one_moment(self._served) - began)

    def _served(self) -> float:
        """Return the time less what the main thread has waited for a core, which is taken off a
        hold by itself."""
        return real() - self._on_cores.waited()

    def held(self) -> float:
        """Return for how long the loop has been held by now, in seconds; 0 where it isn't."""
        start = self._start
        if not start:
            return 0.0
        since = self._excused_since
        excused = self._excused + (self._served() - since if since else 0.0)
        until = self._ended or real()
        return max(0.0, until - start - (self._on_cores.waited() - self._wait_start) - excused)

    def _enter(self) -> None:
        self._excused = 0.0
        self._kept_start = self._share.counted()
        self._told = False
        self._calls = self.count_calls()
        self._lines.clear()
        self._children = {}
        self._ended = 0.0
        self._start = self._begin_figures()

    def _begin_figures(self) -> float:
        """Take the figures from which a callback's own are counted; return when they were there."""
        asked, self._wait_start, self._cpu_start = of_one_moment(self._figures)
        self._share.entered(asked - self._cpu_start - self._wait_start)
        return real()

    def _figures(self) -> tuple[float, float, float]:
        """Return the time, and for how long the main thread has waited for a core and computed."""
        return real(), self._on_cores.waited(), _thread_time()

    def _leave(self) -> None:
        self._ended = real()
        if self._ended - self._start > self._settings.hold:
            self._end_long()
        self._start = 0.0

    def _end_long(self) -> None:
        seconds = self._ended - self._start - self._excused
        seconds -= self._on_cores.waited() - self._wait_start
        cpu = max(_thread_time() - self._cpu_start, 0.0)
        seconds = self._without_delays(seconds, cpu)
        if seconds > self._settings.hold:
            with self._looking:  # a look that began in time tells its line
                pass
            self._report(seconds, cpu, self._start, ongoing=False)

    def _without_delays(self, seconds: float, cpu: float) -> float:
        """Return a hold's length without what others' waiting for cores may have added to it."""
        others = max(0.0, _waited(self._other_threads()) - self._others_waited)
        seconds -= others + self._children_waited()
        unkept = seconds - (self._share.by_now() - self._kept_start)
        # One that sleeps has nothing to be kept from, whatever we may have taken meanwhile.
        computes = cpu > unkept / 4
        return max(cpu, unkept if computes else seconds)

    def _children_waited(self) -> float:
        """Return the seconds that the child that waited most has waited for a core meanwhile."""
        self._look_at_children()
        before = self._children_before
        waits = (delay - before.get(pid, 0.0) for pid, delay in self._children.items())
        return max(waits, default=0.0)

    def _look_at_children(self) -> bool:
        """Note what each has waited; return whether one computes, or would if it had a core."""
        living = children_delays(self._main_id)
        runnable = any(map(is_runnable, living))
        if runnable or living != self._living:
            self._stirred = real()
        self._living = living
        # A new dict each time: the watchdog looks while the main thread goes through them.
        self._children = self._children | living
        return runnable

    def _report(self, seconds: float, cpu: float, start: float, *, ongoing: bool) -> None:
        lines = self._lines.most_common(1)
        line = lines[0][0] if lines else 0
        at = start - self._began
        computed = min(cpu, seconds)
        stirring = ongoing and real() - self._stirred < self._settings.verdict_hold / 2
        now = self._clock.now()
        self._send(Hold(seconds, computed, line, ongoing, at, now, self._calls, stirring))

    def _watch(self) -> None:
        self._share.begin()
        while True:
            self._share.sleep(TICK)
            start = self._start
            if _is_old(start):
                self._sample(start, self._share.woke)
                self._go_on(start, partial(self._tell_ongoing, start), self._share.looked)
            else:
                self._share.woke()
                if start or self._ended != self._alone_since:
                    self._note_others(start)

    def _note_others(self, start: float) -> None:
        """Note what may work beside the callback that began at `start`, or the next one."""
        ended = self._ended
        self._go_on(start, self._note_threads, self._note_children, self._share.looked)
        idle = ended > 0 and not start and not self._start and self._ended == ended
        alone = idle and not self._others and not self._children_before
        self._alone_since = ended if alone else -1.0

    def _go_on(self, start: float, *parts: Callable[[], None]) -> None:
        """Do what else belongs to a look in the callback that began at `start`.

        The next one may come in the midst of it, and keep the GIL until it is old: it goes first.
        """
        for part in parts:
            part()
            if self._start != start and _is_old(self._start):
                self._sample(self._start, self._share.looked)
                return

    def _sample(self, start: float, count: Callable[[], None]) -> None:
        """Count the line at which the main thread is in the callback that began at `start`.

        `count` is what else can't wait, but for the stack, which comes before all else: the main
        thread goes on wherever a file is read.
        """
        with self._looking:
            self._stack.write_down()
            count()
            line = self._stack.line()
            if line and start == self._start:
                self._lines[line] += 1

    def _note_threads(self) -> None:
        self._others = self._other_threads()
        self._others_waited = _waited(self._others)

    def _note_children(self) -> None:
        self._children_before = children_delays(self._main_id)

    def _tell_ongoing(self, start: float) -> None:
        # How long a child has waited for a core is known only once it runs again.
        unsure = self._look_at_children() or self._told
        held = self.held()
        over = self._ended or start != self._start
        if held > self._settings.verdict_hold and not unsure and not over:
            cpu = max(self._cpu() - self._cpu_start, 0.0)
            held = self._without_delays(held, cpu)
            if held > self._settings.verdict_hold:
                self._told = True
                self._report(held, cpu, start, ongoing=True)

    def _cpu(self) -> float:
        """Return what the main thread has computed so far, in seconds of CPU time; 0 where the
        system can't say."""
        return _cpu_time(_cpu_clock(self._main)) if _cpu_clock else 0.0

    def _other_threads(self) -> set[int]:
        """Return the ids of the submission's own threads beside the main one."""
        return threads() - self.own - {self._main_id}


def _is_old(start: float) -> bool:
    """Return whether a callback that began at `start`, 0 if there is none, is to be sampled."""
    return start > 0 and real() - start > SAMPLED_AFTER


def _waited(some: set[int]) -> float:
    """Return the seconds that some threads have waited for cores so far."""
    return sum(scheduled(figures_of(thread))[1] for thread in some)


def _called(name: str) -> AbstractContextManager[None]:
    """Have the system call so the threads that are started meanwhile, where it has names."""
    if sys.platform != "linux":
        return nullcontext()
    from asynccourse.runner.prctl import called  # noqa: PLC0415 - there is no prctl elsewhere

    return called(name)
