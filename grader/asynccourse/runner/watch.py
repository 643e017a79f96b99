"""The watched selector: what the event loop waits for, told by the loop itself.

A loop asks its selector for events with a timeout: 0 when callbacks are ready, a number when a
timer is next, None when nothing at all is. So the selector knows when the loop is idle, and on the
virtual clock it is the selector that waits for the judge instead of the machine's clock.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import threading
from collections.abc import Callable
from typing import TypeAlias

from asynccourse.runner import workers
from asynccourse.runner.clock import Clock
from asynccourse.runner.frames import Frames
from asynccourse.runner.pools import PoolWork, threads_beside_pools
from asynccourse.wall.messages import Idle, Settings, Spinning

Events: TypeAlias = list[tuple[selectors.SelectorKey, int]]

OWN_THREADS = 3
"""The main thread, the wall's reader and the watchdog."""

_base: type[selectors.BaseSelector] = selectors.DefaultSelector


class Watch:
    """Knows what the submission's loop is doing, and reports when it is idle or spinning.

    That is the main thread's loop; while a plain function is called there, which brings its own,
    it may be one in another thread.
    """

    def __init__(
        self, clock: Clock, frames: Frames, send: Callable[[Idle | Spinning], None]
    ) -> None:
        self.clock = clock
        self.frames = frames
        self.settings = Settings()
        self.handled = 0
        """Number of the judge's last message that the loop has acted on."""
        self._told = 0
        """Number of the judge's last message that some loop was told of."""
        self.loop: asyncio.AbstractEventLoop | None = None
        """The loop that is watched; None before the first runs, and before a plain call's."""
        self.pools = PoolWork()
        self.parked_threads: Callable[[], int] = lambda: 0
        """How many of the submission's threads wait for the judge."""
        self.count_tasks: Callable[[asyncio.AbstractEventLoop], int] = lambda loop: 0
        """How many tasks of the submission's are alive on a loop."""
        self.open_selectors: dict[int, int] = {}
        """The line that made each selector still open, by the selector's id."""
        self.descriptors = 0
        """How many descriptors of the submission's the loop waited for when it last did."""
        self._send = send
        self._turns = 0

    def install(self) -> None:
        """Give every event loop made from now on a watched selector."""
        watch = self
        # A loop may have called itself idle between hearing a result and this end of the work.
        self.pools.done = lambda: self.wake(0)
        self.pools.install()

        class WatchedSelector(_base):  # type: ignore[misc,valid-type]
            """A selector that tells what its loop waits for."""

            def __init__(self) -> None:
                super().__init__()
                watch.open_selectors[id(self)] = watch.frames.caller_line()

            def select(self, timeout: float | None = None) -> Events:
                """Return the ready events, as any selector; tell the judge of idleness."""
                loop = asyncio._get_running_loop()
                if loop is None or getattr(loop, "_selector", self) is not self:
                    ready: Events = super().select(timeout)
                    return ready  # the submission's own, and no loop's
                return watch.select(loop, super().select, timeout, len(self.get_map()))

            def close(self) -> None:
                """Close, and be forgotten."""
                watch.open_selectors.pop(id(self), None)
                super().close()

        selectors.DefaultSelector = WatchedSelector  # type: ignore[misc]

    def wake(self, seq: int) -> None:
        """Make the loop turn once, acting on message `seq`; from any thread."""
        self._told = max(self._told, seq)  # first: the loop may close at any moment
        loop = self.loop
        try:
            if loop is not None:
                loop.call_soon_threadsafe(self.acted, seq)
                return
        except RuntimeError:
            pass  # closed meanwhile
        self.acted(seq)  # there is nothing to wake

    def acted(self, seq: int) -> None:
        """Note that the loop has acted on the judge's message `seq`."""
        self.handled = max(self.handled, seq)

    def acted_on(self, loop: asyncio.AbstractEventLoop, seq: int) -> None:
        """Note that this loop, on which it is, has acted on the judge's message `seq`: where it
        isn't the one that is watched, that one says it."""
        if loop is self.loop:
            self.acted(seq)
        else:
            self.wake(seq)

    def spoke_on(self, loop: asyncio.AbstractEventLoop) -> None:
        """Note that the judge was sent something from this loop: the one that is watched, if it is
        another, may have called itself idle before, which doesn't count any more."""
        if loop is not self.loop:
            self.wake(0)

    def select(
        self,
        loop: asyncio.AbstractEventLoop,
        wait: Callable[[float | None], Events],
        timeout: float | None,
        descriptors: int,
    ) -> Events:
        """Wait for a loop's events with `wait`, in seconds of the test's clock."""
        if not self._is_watched(loop):
            return wait(timeout)
        self.descriptors = descriptors - 1
        ready = wait(0)
        if ready or (timeout is not None and timeout <= 0):
            self._turn(outside=bool(ready))
            return ready
        timer = None if timeout is None else self.clock.now() + timeout
        report = Idle(
            seq=self.handled,
            timer=timer,
            busy_threads=self._busy_threads(),
            children=_children(),
            descriptors=descriptors - 1,
            tasks=self.count_tasks(loop),
        )
        # A thread may have ended its work, and woken the loop, before it was looked at.
        if ready := wait(0):
            self._turn(outside=True)
            return ready
        self._send(report)
        self._turns = 0
        return wait(None if self.clock.virtual else timeout)

    def _is_watched(self, running: asyncio.AbstractEventLoop) -> bool:
        main = threading.current_thread() is threading.main_thread()
        if main or self.loop is None or self.loop.is_closed():
            self._follow(running)
        return self.loop is running

    def _follow(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch this loop. What the one before it was told, it may not have lived to act on."""
        if loop is not self.loop:
            self.loop = loop
            self.acted(self._told)

    def _turn(self, *, outside: bool) -> None:
        self._turns = 0 if outside else self._turns + 1
        if self._turns == self.settings.turns:
            self._send(Spinning(self._turns, self._spinning_line()))

    def _spinning_line(self) -> int:
        """Return the first line where a task of the submission waits for its next turn."""
        loop = self.loop
        tasks = asyncio.all_tasks(loop) if loop is not None else set()
        # A task that waits for something else has a future to wait for: it doesn't spin.
        ready = {task for task in tasks if getattr(task, "_fut_waiter", None) is None}
        stacks = map(self.frames.of_task, ready or tasks)
        return min((stack[-1].line for stack in stacks if stack), default=0)

    def _busy_threads(self) -> int:
        """Return how many threads might still do something: a pool's count by their work."""
        others = threads_beside_pools() - OWN_THREADS
        return others + self.pools.busy() - self.parked_threads()


def _children() -> int:
    """Return how many worker processes live; at least 1 where any child is not yet reaped."""
    living = workers.alive()
    if living or not hasattr(os, "waitid"):
        return living
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return 0
    return 1
