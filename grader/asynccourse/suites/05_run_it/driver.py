"""Jobs that are no coroutine functions: on the submission's side."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

Job = Callable[[], Coroutine[Any, Any, Any]]


@functools.cache  # a job that comes again is the same one
def _plain(job: Job) -> Job:
    def made() -> Coroutine[Any, Any, Any]:
        asyncio.get_running_loop()
        return job()

    return made


def prepare() -> None:
    """Have `main` called with plain functions that return a coroutine, where a loop is running."""
    main = submission.main
    submission.main = lambda jobs: main([_plain(job) for job in jobs])
