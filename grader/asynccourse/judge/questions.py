"""What the judge asks a runner about itself."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from asynccourse.judge.link import Link
from asynccourse.judge.waits import answered
from asynccourse.wall import messages

T = TypeVar("T")

ANSWER_TIME = 2.0
"""Seconds that a runner has to answer."""


class Questions:
    """Asks, and waits for the answer; it takes `scale` times as long on a slow machine."""

    def __init__(self, link: Link, scale: float) -> None:
        self._link = link
        self._patience = ANSWER_TIME * scale
        self._snapshot: asyncio.Future[messages.Snapshot] | None = None
        self._report: asyncio.Future[messages.Report] | None = None

    async def inspect(self) -> messages.Snapshot | None:
        """Ask where everything is; None where no answer comes."""
        self._snapshot = asyncio.get_running_loop().create_future()
        self._link.send(messages.Inspect())
        return await self._answer(self._snapshot)

    async def report(self) -> messages.Report | None:
        """Ask what was left behind, the test being over; None where no answer comes."""
        self._report = asyncio.get_running_loop().create_future()
        self._link.send(messages.Finish(seq=0))
        return await self._answer(self._report)

    def take(self, answer: messages.Snapshot | messages.Report) -> None:
        """Take an answer. Raises `WallError` where nobody has asked."""
        answered(self._snapshot if isinstance(answer, messages.Snapshot) else self._report, answer)

    def cancel(self) -> None:
        """End the waiting: no answer can come any more."""
        for question in (self._snapshot, self._report):
            if question is not None and not question.done():
                question.cancel()

    async def _answer(self, future: asyncio.Future[T]) -> T | None:
        await asyncio.wait([future], timeout=self._patience)
        return future.result() if future.done() and not future.cancelled() else None
