"""How much work the thread pools of a submission can be at: an idle thread can wake nobody.

Counted from the hand-over of a piece of work to the return of the thread that did it. A look at
the threads alone could mistake one that has been given work, and hasn't woken yet, for idle.
"""

from __future__ import annotations

import _thread
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import thread as pool
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary, WeakSet

_pool_threads: set[int] = set()
"""Idents of the threads that belong to pools."""

Given: TypeAlias = "WeakKeyDictionary[ThreadPoolExecutor, WeakSet[Any]]"


class PoolWork:
    """Knows the pieces of work that thread pools were given and have not done."""

    def __init__(self) -> None:
        self.done: Callable[[], None] = lambda: None
        """Called by the thread that did a piece of work, once that counts as done."""
        # Weak, for a pool that is shut down may throw away what it has not begun.
        self._given: Given = WeakKeyDictionary()
        self._lock = threading.Lock()
        self._submitting = threading.local()

    def busy(self) -> int:
        """Return how many threads of pools are at work, or about to be.

        What waits in a pool for a thread to become free can't do anything.
        """
        with self._lock:
            return sum(min(len(work), one._max_workers) for one, work in self._given.items())

    def install(self) -> None:
        """Start to count."""
        submit, make, run = ThreadPoolExecutor.submit, pool._WorkItem.__init__, pool._WorkItem.run
        work = self

        def noted_submit(
            executor: ThreadPoolExecutor, function: Any, /, *args: Any, **kwargs: Any
        ) -> Future[Any]:
            work._submitting.to = executor
            return submit(executor, function, *args, **kwargs)

        def counted_make(item: Any, *args: Any, **kwargs: Any) -> None:
            make(item, *args, **kwargs)
            with work._lock:
                item.siblings = work._given.setdefault(work._submitting.to, WeakSet())
                item.siblings.add(item)

        def counted_run(item: Any) -> None:
            # Whoever waits for the result has been told when `run` returns, and not before.
            try:
                run(item)
            finally:
                with work._lock:
                    item.siblings.discard(item)
                work.done()

        ThreadPoolExecutor.submit = noted_submit  # type: ignore[method-assign,assignment]
        pool._WorkItem.__init__ = counted_make  # type: ignore[method-assign,assignment]
        pool._WorkItem.run = counted_run  # type: ignore[method-assign,assignment]
        _note_workers()


def threads_beside_pools() -> int:
    """Return how many threads of Python's live, the main thread too, that belong to no pool."""
    return 1 + _thread._count() - len(_pool_threads)


def _note_workers() -> None:
    work = pool._worker

    def noted_work(*args: Any) -> None:
        ident = threading.get_ident()
        _pool_threads.add(ident)
        try:
            work(*args)
        finally:
            _pool_threads.discard(ident)

    pool._worker = noted_work  # type: ignore[assignment]
