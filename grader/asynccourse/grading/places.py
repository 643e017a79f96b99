"""Where tasks are judged: by processes on this machine, or by a cluster's workers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from asynccourse.grading.engine import Place
from asynccourse.grading.pool import Pool
from asynccourse.parts.needs import NEEDS
from asynccourse.sandbox.level import Level

AHEAD = 2
"""Tasks that wait behind those that are judged, so that no process waits for us."""


@contextmanager
def here(jobs: int, sandbox: Level) -> Iterator[Place]:
    """Judge on this machine, so many tasks at once."""
    executor = ThreadPoolExecutor(jobs, thread_name_prefix="judging")
    with Pool() as pool:
        try:
            yield Place(
                executor,
                pool.judge,
                lambda: jobs + AHEAD,
                f"{jobs} {'process' if jobs == 1 else 'processes'} here",
                frozenset(name for name, need in NEEDS.items() if not need.is_met()),
                sandbox,
            )
        finally:
            pool.close()
            executor.shutdown(cancel_futures=True)
