"""Loads with something to clean up, and a look at lost errors: on the submission's side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

Job = Callable[..., Coroutine[Any, Any, Any]]

made: list[asyncio.Task[Any]] = []
"""The tasks that `dashboard` has made."""


def _make(
    loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, Any], **options: Any
) -> asyncio.Task[Any]:
    made.append(asyncio.Task(coroutine, loop=loop, **options))
    return made[-1]


async def dashboard(loads: list[Job], clean_ups: list[Job], render: Job) -> Any:
    """Run `dashboard` with loads that clean up when they are cancelled."""

    def tidy(load: Job, clean_up: Job) -> Job:
        async def one() -> Any:
            try:
                return await load()
            except asyncio.CancelledError:
                await clean_up()
                raise

        one.__name__ = one.__qualname__ = load.__name__
        return one

    loop: Any = asyncio.get_running_loop()
    loop.set_task_factory(_make)
    try:
        return await submission.dashboard(*map(tidy, loads, clean_ups), render)
    finally:
        loop.set_task_factory(None)


def lost_errors() -> list[str]:
    """Return the texts of errors in tasks that nobody looked at, as asyncio would report them.

    It does so once such a task is thrown away, which may be long after the test.
    """
    tasks: list[Any] = [task for task in made if task.done() and not task.cancelled()]
    lost = [task for task in tasks if task._log_traceback]
    return [str(leaf) for task in lost for leaf in _leaves(task.exception())]


def _leaves(error: BaseException | None) -> Iterator[BaseException | None]:
    if not isinstance(error, BaseExceptionGroup):
        yield error
        return
    for inner in error.exceptions:
        yield from _leaves(inner)
