"""The places that calls take, and what is refused of how they were taken."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, Submission
from asynccourse.judge.services import Service, ServiceObject
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal

KEEP_THEM_TAKEN = "Start the next call as soon as any has ended, so that all places stay taken."
"""The way out where places stand empty."""


def draw(rng: Random, count: int) -> dict[str, str]:
    """Return so many items, with a result each."""
    return {
        f"item-{number}": f"result-{rng.randrange(10**6)}"
        for number in rng.sample(range(1000), count)
    }


def reads(items: ServiceObject) -> int:
    """Return how often the next item was asked for."""
    return len(items.methods["__next__"].calls)


def within(fn: Service, limit: int) -> None:
    """Refuse if more than `limit` calls were in flight at once."""
    expect.true(
        fn.peak <= limit,
        "unbounded",
        f"{fn.peak} calls of {fn.label}() were in flight at once, where {limit} are allowed",
        line=fn.calls[-1].line if fn.calls else 0,
    )


async def begun(witness: Witness, fn: Service, call: RemoteCall) -> None:
    """Wait until all is under way; refuse a `bounded_map` that ends without a call."""
    await witness.idle()
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


def shortest(durations: Sequence[float], limit: int) -> float:
    """Return how long these calls take if the next one starts as soon as one has ended."""
    places = [0.0] * limit
    for duration in durations:
        heapq.heapreplace(places, places[0] + duration)
    return max(places)


def none_in_flight(fn: Service, after: str) -> None:
    """Refuse if a call is still in flight."""
    left = fn.in_flight
    if left:
        more = f" (and {len(left) - 1} more)" if len(left) > 1 else ""
        expect.refuse(
            "leaked_task",
            f"{left[0].label} was still in flight after {after}{more}",
            line=left[0].line,
        )


async def fails(
    submission: Submission,
    witness: Witness,
    fn: Service,
    items: ServiceObject,
    limit: int,
    *errors: Exception,
) -> None:
    """Refuse unless `bounded_map` raises one of `errors` or a group of them, and tidies up."""
    given = " and ".join(repr(error) for error in errors)
    try:
        got = await submission.bounded_map(fn, items, limit)
    except RemoteError as error:
        raised = expect.shown_error(error)
        known = {(type(one).__name__, str(one)) for one in errors}
        expect.true(
            all((leaf.kind, leaf.text) in known for leaf in expect.leaves(error.error)),
            "wrong_exception",
            f"bounded_map raised {raised}, not the {given} that was raised in it",
            line=error.line,
        )
    else:
        expect.refuse(
            "wrong_exception",
            f"bounded_map returned {expect.shown(got)}, though {given} was raised in it",
        )
    await witness.idle()
    none_in_flight(fn, "bounded_map had raised an error")


def none_started_after(service: Service, time: float, failed: str) -> None:
    """Refuse if calls were started later than `time`."""
    late = [call for call in service.calls if call.start > time]
    if late:
        expect.refuse(
            "wrong_exception",
            f"{failed} at {time:g} s, and {len(late)} more calls were started before the error "
            f"reached the caller, the first {late[0].start - time:g} s later: {late[0].label}",
            line=late[0].line,
            cure="Let the error pass: what keeps it for later, like "
            "`gather(return_exceptions=True)`, doesn't stop the others.",
        )
