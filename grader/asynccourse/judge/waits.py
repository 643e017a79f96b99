"""What the suite waits for. Where one thing goes wrong, all of it ends at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from asynccourse.wall.framing import WallError

T = TypeVar("T")


class Waits:
    """The waits that are going on, and why no other can begin."""

    def __init__(self, begun: Callable[[], None]) -> None:
        self._begun = begun
        """Called when a wait has begun."""
        self._futures: set[asyncio.Future[Any]] = set()
        self._reason: Exception | None = None

    def __bool__(self) -> bool:
        return any(not future.done() for future in self._futures)

    def end(self, reason: Exception) -> None:
        """End every wait, and those to come, with an error."""
        self._reason = reason
        for future in self._futures:
            if not future.done():
                future.set_exception(reason)

    async def wait(self, future: asyncio.Future[T]) -> T:
        """Wait as the suite: what ends all waits ends this one too."""
        if self._reason is not None and not future.done():
            raise self._reason
        self._futures.add(future)
        self._begun()
        try:
            return await asyncio.shield(future)
        finally:
            self._futures.discard(future)


def has_answer(future: asyncio.Future[Any]) -> bool:
    """Return whether the runner has answered: a wait that was ended for us is no answer."""
    return future.done() and not future.cancelled() and not future.exception()


def answered(future: asyncio.Future[Any] | None, answer: object) -> None:
    """Hand an answer of the runner's to whoever asked. Raises `WallError` where nobody did."""
    if future is None or has_answer(future):
        raise WallError("it answered what it wasn't asked")
    if not future.done():
        future.set_result(answer)
