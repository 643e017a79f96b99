"""The places that calls take, and what is refused of how they were taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall
from asynccourse.judge.services import Service, ServiceObject
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.messages import Idle

KEEP_THEM_TAKEN = "Start the next call as soon as any has ended, so that all places stay taken."
"""The way out where places stand empty."""


def asked(items: ServiceObject) -> Service:
    """Return the service that sees each time an item is asked for."""
    return items.methods["__next__"]


def within(fn: Service, limit: int) -> None:
    """Refuse if more than `limit` calls were in flight at once."""
    expect.true(
        fn.peak <= limit,
        "unbounded",
        f"{fn.peak} calls of {fn.label}() were in flight at once, where {limit} are allowed",
        line=fn.calls[-1].line if fn.calls else 0,
    )


async def settled(witness: Witness, fn: Service, due: int) -> Idle:
    """Wait until nothing is ready; while a thread is at work, until `due` calls are in flight.

    A thread may read the items: where one is at work, an idle loop proves nothing yet.
    """
    idle = await witness.idle()
    if not idle.busy_threads:
        return idle
    await witness.until(
        lambda: len(fn.in_flight) >= due,
        "too_slow",
        f"{due} calls of {fn.label}() were to be in flight, but never were, with items left to "
        "start",
        cure=KEEP_THEM_TAKEN,
    )
    return await witness.idle()


async def begun(witness: Witness, fn: Service, call: RemoteCall, limit: int) -> None:
    """Wait until all is under way; refuse a `bounded_map` that ends without a call."""
    await settled(witness, fn, limit)
    if not fn.in_flight:
        outcome = await call.outcome()
        if outcome.error is not None:
            raise outcome.error
        expect.refuse("wrong_result", f"bounded_map {outcome}, and {fn.label}() was never called")


@contextmanager
def keep_them_taken() -> Iterator[None]:
    """Give the refusal of calls that don't overlap a way out that keeps to the limit."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code == "sequential":
            refusal.cure = KEEP_THEM_TAKEN
        raise


def held(fn: Service, limit: int, when: str) -> None:
    """Refuse unless `limit` calls are held in flight."""
    now = len(fn.in_flight)
    within(fn, limit)
    expect.true(
        now == limit,
        "too_slow",
        f"{when}, {now} of {limit} calls of {fn.label}() were in flight, with items left to start",
        cure=KEEP_THEM_TAKEN,
    )
