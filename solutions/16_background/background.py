"""Start work that nobody waits for, and lose nothing of it: the reference solution."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Background:
    """Runs coroutines in the background, until each has ended by itself.

    When one of them fails, `report(error)` is called, once, as soon as it has failed, and the
    others go on. One that is cancelled has not failed.
    """

    def __init__(self, report: Callable[[BaseException], None]) -> None:
        self._report = report
        self._tasks: set[asyncio.Task[object]] = set()

    def spawn(self, coro: Coroutine[Any, Any, object]) -> None:
        """Start a coroutine in the background, and return at once.

        It runs to its end even if nobody else holds it; once it has ended, nothing of it is kept.
        """
        # The loop keeps only weak references to its tasks, so we keep strong ones. The callback
        # gives ours up again: a server that spawns for months must not grow.
        task = asyncio.create_task(coro)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[object]) -> None:
        """Let go of a task, and look at how it ended; nobody else will."""
        self._tasks.discard(task)
        # `exception()` of a cancelled task raises CancelledError: ask for that first.
        if not task.cancelled() and (error := task.exception()) is not None:
            self._report(error)

    async def aclose(self) -> None:
        """Wait until all has ended, also what is spawned meanwhile; raise none of its errors.

        If the caller is cancelled, all that still runs is cancelled, and `aclose` ends as cancelled
        once that has ended too. It may be called more than once.
        """
        try:
            await self._all_ended()
        except asyncio.CancelledError:
            # `wait` leaves its tasks alone when it is cancelled. They are ours to end.
            for task in self._tasks:
                task.cancel()
            await self._all_ended()
            raise

    async def _all_ended(self) -> None:
        # A loop, because a task may spawn another. `wait`, because it raises none of their errors.
        while self._tasks:
            await asyncio.wait(self._tasks)
