"""Jobs that note what they raise and in which task they are cancelled, to be asked for later."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

Job = Callable[[], Coroutine[Any, Any, Any]]

cancelled: list[asyncio.Task[Any]] = []

raised: list[Exception] = []

given: list[Any] = []
"""What each `settle` gave."""


async def settle(services: list[Callable[[], Awaitable[Any]]]) -> Any:
    """Settle jobs that each call one service."""

    def noting(service: Callable[[], Awaitable[Any]]) -> Job:
        async def job() -> Any:
            try:
                return await service()
            except asyncio.CancelledError:
                if (task := asyncio.current_task()) is not None:
                    cancelled.append(task)
                raise
            except Exception as error:
                raised.append(error)
                raise

        return job

    given.append(await submission.settle([noting(service) for service in services]))
    return given[-1]


def made_anew() -> list[int]:
    """Return the places in the last `errors` that hold an exception which no job has raised."""
    _, errors = given[-1]
    own = {id(error) for error in [None, *raised]}
    return [number for number, error in enumerate(errors) if id(error) not in own]


def caught() -> int:
    """Return how many of those tasks ended in another way than as cancelled."""
    return sum(task.done() and not task.cancelled() for task in cancelled)
