"""What a suite waits for: conditions on what the witnesses see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from asynccourse.verdicts.refusal import Refusal


@dataclass(eq=False)
class Until:
    """One wait for a condition, and how to say that it can never come true."""

    condition: Callable[[], bool]
    refusal: Callable[[], Refusal]
    future: asyncio.Future[None]


class Untils:
    """The waits that are going on."""

    def __init__(self) -> None:
        self._waiting: list[Until] = []

    def add(self, condition: Callable[[], bool], refusal: Callable[[], Refusal]) -> Until:
        """Return a new wait, whose future is done once `condition` holds."""
        waiting = Until(condition, refusal, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        return waiting

    def remove(self, waiting: Until) -> None:
        """Wait no more."""
        self._waiting.remove(waiting)

    def notice(self) -> None:
        """End the waits whose condition has come true."""
        for waiting in self._waiting:
            if not waiting.future.done() and waiting.condition():
                waiting.future.set_result(None)

    def fail(self, refusal: Refusal) -> None:
        """End every wait with a refusal."""
        for waiting in self._waiting:
            if not waiting.future.done():
                waiting.future.set_exception(refusal)

    def refusals(self) -> list[Refusal]:
        """Return what each wait that goes on says if its condition can't come true any more."""
        return [waiting.refusal() for waiting in self._waiting if not waiting.future.done()]

    def __bool__(self) -> bool:
        return bool(self._waiting)
