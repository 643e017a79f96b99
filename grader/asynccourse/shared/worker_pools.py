"""The submission's pools of processes as a suite sees them, through its driver: of 09 and 10."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteError, RemoteObject
from asynccourse.judge.services import Gate
from asynccourse.judge.witness import Witness
from asynccourse.shared.errors import is_only
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.messages import Idle

SHUT_DOWN = "Make the pool in a `with` block around the await: leaving it ends the workers."
WAIT = (
    "Let the function itself wait for the end of its pool. `shutdown(wait=False)` doesn't, and "
    "a thread that uses a pool goes on when whoever awaits it is cancelled."
)

QUIET = 1.0
"""Seconds after which workers are let go in any case: some pools tell of an error only when all
their work is done."""


class Pools:
    """Knows when a pool is used and shut down, and whether a call ends before its workers do."""

    def __init__(self, function: str, driver: RemoteObject, witness: Witness) -> None:
        self._function, self._driver, self._witness = function, driver, witness
        self._closing = asyncio.Event()
        """Set when a pool is being shut down by somebody who waits for its workers."""
        self._before: Idle | None = None

    async def watch(self) -> None:
        """From now on, hear of every shutdown."""
        told = self._witness.instant("shutdown", self._closing.set, mode="instant")
        await self._driver.plain("watch", told)

    async def started(
        self, call: RemoteCall, condition: Callable[[], bool], code: str, message: str
    ) -> RemoteCall:
        """Start a call and return it when the condition holds; refuse one that gets nowhere."""
        ended = asyncio.ensure_future(call.outcome())
        try:
            await self._witness.until(lambda: condition() or ended.done(), code, message)
            if ended.done():
                outcome = await ended
                value_of(outcome)
                expect.refuse(code, f"{message}, and {self._function} {outcome}")
        finally:
            ended.cancel()
            await asyncio.gather(ended, return_exceptions=True)
        self._before = await self._witness.idle()
        self._closing.clear()
        return call

    async def end_before(self, ended: asyncio.Future[Outcome], gates: Sequence[Gate]) -> Outcome:
        """Return how the call ends; refuse an end before the workers are let go at these gates.

        A right answer waits for its workers: in a shutdown, which may hold the loop, or in
        something that it awaits, so that the loop is idle once more.
        """
        waits: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(self._closing.wait()),
            asyncio.ensure_future(self._idle_again()),
        ]
        first = asyncio.FIRST_COMPLETED
        await asyncio.wait([ended, *waits], timeout=QUIET, return_when=first)
        for task in waits:
            task.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        if ended.done() and not ended.exception():
            told = f"{self._function} ended while a worker process was still computing"
            count, line = await self._driver.plain("alive")
            expect.true(not count, "resource_leak", told, line=line, cure=WAIT)
        for gate in gates:
            gate.open()
        return await ended

    async def are_shut_down(self) -> None:
        """Refuse if a pool was used and never shut down, now that the call has ended."""
        for line in await self._driver.plain("left"):
            told = f"{self._function} ended, and its pool was not shut down: the processes stay"
            expect.refuse("resource_leak", told, line=line, cure=SHUT_DOWN)

    async def _idle_again(self) -> None:
        while await self._witness.idle() is self._before:  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.01)


def value_of(outcome: Outcome) -> object:
    """Return a call's result; a function that can't be sent to a worker is a crash of its own."""
    error = outcome.error
    if error is None:
        expect.true(outcome.kind == "returned", "wrong_exception", f"the call {outcome}")
        return outcome.value
    text = str(error).lower()
    if "pickle" not in text and "local object" not in text:
        raise error
    what = "a lambda" if "<lambda>" in text else "a function inside a function"
    told = f"{what} can't be pickled, so that it can't be sent to a worker process: {error}"
    if "<l" not in text:
        told = f"what was to be sent to a worker process can't be pickled: {error}"
    cure = "Send a function of the module, and what it needs apart, as its arguments."
    raise Refusal("crashed", told, line=error.line, cure=cure)


def raised(outcome: Outcome, wanted: Exception, what: str) -> None:
    """Refuse any end but with this error, by itself or in a group of nothing else."""
    error = outcome.error
    given = f"{what} raised {wanted!r}"
    if not isinstance(error, RemoteError):
        expect.refuse("wrong_exception", f"the call {outcome}, though {given}")
    expect.true(
        is_only(error, wanted),
        "wrong_exception",
        f"the call raised {expect.shown_error(error)}, where {given}",
        line=error.line,
    )
