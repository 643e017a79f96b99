"""The places that calls take, and what is refused of how they were taken."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, Submission
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.messages import Idle

MOMENT = 0.001
"""Seconds that something may come after what it waits for, on the virtual clock."""

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
    error: Exception,
) -> None:
    """Refuse unless `bounded_map` raises `error`, or a group of it, at once, and tidies up."""
    try:
        got = await submission.bounded_map(fn, items, limit)
    except RemoteError as raised:
        failed = failure(fn, items)
        if failed is None:
            raise  # an error of its own, before there was another
        is_only(raised, error)
    else:
        was = "was" if failure(fn, items) else "was to be"
        expect.refuse(
            "wrong_exception",
            f"bounded_map returned {expect.shown(got)}, though {error!r} {was} raised in it",
        )
    now = witness.now
    await witness.idle()
    none_in_flight(fn, "bounded_map had raised an error")
    none_started_after(fn, failed)
    none_went_on(fn, failed, now)


def failure(fn: Service, items: ServiceObject) -> ServiceCall | None:
    """Return the call that failed, of `fn` or for the next item."""
    calls = [*fn.calls, *items.methods["__next__"].calls]
    return next((call for call in calls if call.outcome == "raised"), None)


def is_only(raised: RemoteError, error: Exception) -> None:
    """Refuse unless what was raised is `error`, or a group that holds nothing else."""
    held = {(leaf.kind, leaf.text) for leaf in expect.leaves(raised.error)}
    expect.true(
        held == {(type(error).__name__, str(error))},
        "wrong_exception",
        f"bounded_map raised {expect.shown_error(raised)}; "
        f"{error!r} was raised in it, and nothing else",
        line=raised.line,
    )


def none_started_after(fn: Service, failed: ServiceCall) -> None:
    """Refuse if calls were started later than one had failed."""
    time = failed.end or 0.0
    late = [call for call in fn.calls if call.start > time]
    if late:
        expect.refuse(
            "wrong_exception",
            f"{failed.label} had failed at {time:g} s, and {len(late)} more calls were started "
            "before the error reached the caller, the first "
            f"{late[0].start - time:g} s later: {late[0].label}",
            line=late[0].line,
            cure="Let the error pass: what keeps it for later, like "
            "`gather(return_exceptions=True)`, doesn't stop the others.",
        )


def none_went_on(fn: Service, failed: ServiceCall, now: float) -> None:
    """Refuse if the error was raised later than one call had failed, as others went on."""
    late = now - (failed.end or 0.0)
    rest = [call for call in fn.calls if call.outcome == "returned" and call.end == now]
    expect.true(
        late < MOMENT,
        "too_slow",
        f"{failed.label} had failed, and the error reached the caller only {late:g} s later"
        + (f", when {rest[-1].label} had come to its own end" if rest else ""),
        line=rest[-1].line if rest else 0,
        cure="Cancel the calls in flight as soon as one has failed, as a `TaskGroup` does.",
    )
