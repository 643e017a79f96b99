"""How much work the thread pools of a submission have: a pool's idle thread can wake nobody.

Counted from the hand-over of a piece of work to the return of the thread that did it. A look at
the threads alone could mistake one that has been given work, and hasn't woken yet, for idle.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import thread as pool
from types import FrameType
from typing import Any


class PoolWork:
    """Counts the pieces of work that thread pools were given and have not done."""

    def __init__(self) -> None:
        self.pending = 0
        self._lock = threading.Lock()

    def install(self) -> None:
        """Start to count."""
        submit, run = ThreadPoolExecutor.submit, pool._WorkItem.run
        work = self

        def counted_submit(
            executor: ThreadPoolExecutor, function: Any, /, *args: Any, **kwargs: Any
        ) -> Future[Any]:
            work._add(1)
            try:
                return submit(executor, function, *args, **kwargs)
            except BaseException:
                work._add(-1)
                raise

        def counted_run(item: Any) -> None:
            # Whoever waits for the result has been told when `run` returns, and not before.
            try:
                run(item)
            finally:
                work._add(-1)

        ThreadPoolExecutor.submit = counted_submit  # type: ignore[method-assign,assignment]
        pool._WorkItem.run = counted_run  # type: ignore[method-assign,assignment]

    def _add(self, count: int) -> None:
        with self._lock:
            self.pending += count


def is_pool_thread(frame: FrameType | None) -> bool:
    """Return whether a thread, by its innermost frame, belongs to a thread pool."""
    while frame is not None:
        if frame.f_code is pool._worker.__code__:
            return True
        frame = frame.f_back
    return False
