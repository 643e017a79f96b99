"""Jobs with something to clean up, made where the submission lives, in tasks that note a cancel."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from types import FrameType
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

Job = Callable[[], Coroutine[Any, Any, Any]]

tasks: dict[int, asyncio.Task[Any] | None] = {}
"""The task in which each job runs, by its number."""


class Noting(asyncio.Task[Any]):
    """A task that notes where it is cancelled."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], **kwargs: Any) -> None:
        super().__init__(coroutine, **kwargs)
        self.cancels: list[int] = []

    def cancel(self, msg: Any = None) -> bool:
        """Note the line, and cancel."""
        self.cancels.append(_line())
        return super().cancel(msg=msg)


def _line() -> int:
    """Return the submission's line that is running, 0 without one."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == submission.__file__:
            return frame.f_lineno or 0
        frame = frame.f_back
    return 0


def cancels() -> dict[int, list[int]]:
    """Return for each job the lines that cancelled it, 0 where it was none of the submission's."""
    return {
        number: task.cancels if isinstance(task, Noting) else [] for number, task in tasks.items()
    }


async def all_or_nothing(works: list[Job], clean_ups: list[Job]) -> Any:
    """Run jobs that each do their work, and clean up when they are cancelled."""
    asyncio.get_running_loop().set_task_factory(
        lambda loop, coroutine, **kwargs: Noting(coroutine, loop=loop, **kwargs)
    )

    def tidy(number: int, work: Job, clean_up: Job) -> Job:
        async def job() -> Any:
            tasks[number] = asyncio.current_task()
            try:
                return await work()
            except asyncio.CancelledError:
                await clean_up()
                raise

        return job

    jobs = [tidy(number, *both) for number, both in enumerate(zip(works, clean_ups, strict=True))]
    return await submission.all_or_nothing(jobs)
