"""How long each callback holds the event loop, and at which line of the submission.

A stamp around every callback gives its length. On Linux the kernel says how long the thread had
to wait for a core meanwhile, which is taken off: a busy machine is nobody's fault. The line comes
from the watchdog, a thread that looks at the main thread's stack while a callback goes on; a C
call that keeps the GIL lets it in at its return, still on the same line. A callback that computes
has to hand the GIL over for each look, and for each message that the reader takes: for how long
these two compute, or wait for a core while they have it, is taken off too, and by how much the
watchdog is late, for what keeps the GIL from it keeps the callback too. A callback that only
waits may wait for another thread of the submission's, to start or to give the GIL back, or for a
child process, to start or to end, while that one waits for a core: that is the machine's fault
likewise.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from asynccourse.runner.clock import Clock, real
from asynccourse.runner.stack import MainStack
from asynccourse.wall.messages import Hold, Settings

TICK = 0.01
"""Seconds between two looks of the watchdog."""

SAMPLED_AFTER = 2 * TICK
"""Age in seconds from which a callback's line is sampled."""

_sleep = time.sleep
_thread_time = time.thread_time
_open, _read, _close, _listdir = os.open, os.read, os.close, os.listdir


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
        self._waits = _open_or_none(_figures_of(self._main_id))
        self.own = {self._main_id}
        """Ids of the threads that aren't the submission's."""
        self._others_waited = 0.0
        """What the submission's threads had waited for cores when the callback was young."""
        self._children_before: dict[int, float] = {}
        """What each of its child processes had waited by then."""
        self._children: dict[int, float] = {}
        """What each has waited by the last look at it during the callback."""
        self._began = real()
        self._start = 0.0
        self._wait_start = 0.0
        self._cpu_start = 0.0
        self._excused = 0.0
        self._excused_since = 0.0
        self._calls = 0
        self._late = 0.0
        """How late the watchdog has come to its looks and out of them, in seconds altogether."""
        self._late_start = 0.0
        self._taken = 0.0
        """What `_taken_by_us` said after the last look."""
        self._taken_start = 0.0
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
        threading.Thread(target=self._watch, daemon=True, name="watchdog").start()

    @contextmanager
    def excused(self) -> Iterator[None]:
        """Take the time of this block off the current hold: the submission waits for the judge."""
        self._excused_since = began = real()
        try:
            yield
        finally:
            self._excused_since = 0.0
            self._excused += real() - began

    def held(self) -> float:
        """Return for how long the loop has been held by now, in seconds; 0 where it isn't."""
        start = self._start
        if not start:
            return 0.0
        since = self._excused_since
        excused = self._excused + (real() - since if since else 0.0)
        return max(0.0, real() - start - (self._waited() - self._wait_start) - excused)

    def _enter(self) -> None:
        self._wait_start = self._waited()
        self._cpu_start = _thread_time()
        self._excused = 0.0
        self._late_start = self._late
        self._taken_start = self._taken
        self._told = False
        self._calls = self.count_calls()
        self._lines.clear()
        self._children = {}
        self._start = real()

    def _leave(self) -> None:
        start, self._start = self._start, 0.0
        wall = real() - start
        if wall <= self._settings.hold:
            return
        seconds = wall - (self._waited() - self._wait_start) - self._excused
        cpu = max(_thread_time() - self._cpu_start, 0.0)
        seconds = self._without_delays(seconds, cpu)
        if seconds > self._settings.hold:
            self._report(seconds, cpu, start, ongoing=False)

    def _without_delays(self, seconds: float, cpu: float) -> float:
        """Return a hold's length without what others' waiting for cores may have added to it."""
        if cpu > seconds / 4:
            # What is neither waiting nor computing may be the watchdog's doing, up to its delay, or
            # the doing of one of us in the middle of its work still.
            taken = self._taken_by_us() - self._taken_start
            return max(cpu, seconds - max(taken, self._late - self._late_start))
        threads = max(0.0, self._threads_waited() - self._others_waited)
        return max(cpu, seconds - threads - self._children_waited())

    def _children_waited(self) -> float:
        """Return the seconds that the child that waited most has waited for a core meanwhile."""
        self._look_at_children()
        before = self._children_before
        waits = (delay - before.get(pid, 0.0) for pid, delay in self._children.items())
        return max(waits, default=0.0)

    def _look_at_children(self) -> None:
        # A new dict each time: the watchdog looks while the main thread goes through them.
        self._children = self._children | _children_delays(self._main_id)

    def _report(self, seconds: float, cpu: float, start: float, *, ongoing: bool) -> None:
        lines = self._lines.most_common(1)
        line = lines[0][0] if lines else 0
        at = start - self._began
        computed = min(cpu, seconds)
        self._send(Hold(seconds, computed, line, ongoing, at, self._clock.now(), self._calls))

    def _watch(self) -> None:
        self.own.add(threading.get_native_id())
        while True:
            before = real()
            _sleep(TICK)
            start = self._start
            if start and real() - start > SAMPLED_AFTER:
                self._sample(start)
            else:
                self._others_waited = self._threads_waited()
                self._children_before = _children_delays(self._main_id)
            self._late += real() - before - TICK
            self._taken = self._taken_by_us()

    def _sample(self, start: float) -> None:
        line = self._stack.line()
        if start != self._start:
            return
        if line:
            self._lines[line] += 1
        self._look_at_children()
        held = self.held()
        # How long a child has waited for a core is known only once it runs again.
        unsure = self._told or any(map(_is_runnable, self._children))
        if held > self._settings.verdict_hold and not unsure:
            cpu = self._main_cpu()
            held = self._without_delays(held, cpu)
            if held > self._settings.verdict_hold:
                self._told = True
                self._report(held, cpu, start, ongoing=True)

    def _main_cpu(self) -> float:
        """Return what the main thread has computed in this callback, in seconds of CPU time; 0
        where the system can't say."""
        if not hasattr(time, "pthread_getcpuclockid"):
            return 0.0
        total = time.clock_gettime(time.pthread_getcpuclockid(self._main))
        return max(total - self._cpu_start, 0.0)

    def _taken_by_us(self) -> float:
        """Return for how many seconds our own threads have computed and waited for cores so far."""
        ours = self.own - {self._main_id}
        return sum(sum(_scheduled(_figures_of(thread))) for thread in ours)

    def _threads_waited(self) -> float:
        """Return the seconds that the submission's own threads have waited for cores so far."""
        return sum(_run_delay(_figures_of(thread)) for thread in _threads() - self.own)

    def _waited(self) -> float:
        """Return the seconds that the main thread has spent waiting for a core so far."""
        if self._waits is None:
            return 0.0
        return int(os.pread(self._waits, 96, 0).split()[1]) / 1e9


def _threads() -> set[int]:
    """Return the ids of this process's threads; none where the system can't say."""
    try:
        return set(map(int, _listdir("/proc/self/task")))
    except OSError:
        return set()


def _children_delays(thread: int) -> dict[int, float]:
    """Return the seconds that each child process of a thread has waited for a core."""
    pids = [int(pid) for pid in _said_in(f"/proc/self/task/{thread}/children", 4096).split()]
    return {pid: _run_delay(f"/proc/{pid}/schedstat") for pid in pids}


def _is_runnable(pid: int) -> bool:
    """Return whether a process computes, or would if it had a core; False where unknown."""
    # The second field is a name in parentheses, which may hold anything.
    return _said_in(f"/proc/{pid}/stat", 512).rpartition(b")")[2].split()[:1] == [b"R"]


def _run_delay(path: str) -> float:
    """Return the seconds of waiting for a core that these scheduling figures tell of; 0 without."""
    return _scheduled(path)[1]


def _scheduled(path: str) -> tuple[float, float]:
    """Return the seconds on a core, and of waiting for one, that these scheduling figures tell of;
    0 without."""
    figures = _said_in(path, 96).split()
    return (int(figures[0]) / 1e9, int(figures[1]) / 1e9) if len(figures) > 1 else (0.0, 0.0)


def _said_in(path: str, most: int) -> bytes:
    """Return what a file of the system's holds, up to `most` bytes; nothing where there is none,
    or of what ends while it is asked."""
    file = _open_or_none(path)
    if file is None:
        return b""
    try:
        return _read(file, most)
    except OSError:
        return b""
    finally:
        _close(file)


def _figures_of(thread: int) -> str:
    """Return where the scheduling figures of a thread stand."""
    return f"/proc/self/task/{thread}/schedstat"


def _open_or_none(path: str) -> int | None:
    """Return a descriptor of a file of the system's; None where there is none."""
    try:
        return _open(path, os.O_RDONLY)
    except OSError:
        return None
