"""What goes through a pipeline, and what is refused of how it went."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, Submission
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.messages import Idle

LONG = 60
"""Items that are many more than workers and queue can hold here."""

MOMENT = 0.001
"""Seconds that something may come after what it waits for, on the virtual clock."""

FREE_WORKER = "Let each worker take its next item from the queue as soon as it has done its last."
"""The way out where a worker has nothing to do."""


def draw(rng: Random, count: int) -> dict[str, str]:
    """Return so many items, with a result each."""
    return {
        f"item-{number}": f"result-{rng.randrange(10**6)}"
        for number in rng.sample(range(1000), count)
    }


def sizes(rng: Random) -> tuple[int, int]:
    """Return a number of workers and a size of the queue."""
    return rng.randint(3, 5), rng.randint(2, 6)


def slow_source(witness: Witness, items: Iterable[Any], delay: float) -> ServiceObject:
    """Return an async iterator whose every item takes a while."""
    rest = iter(items)

    def following() -> Any:
        for item in rest:
            return item
        raise StopAsyncIteration

    return witness.object(
        "source", {"__anext__": witness.timed("source.__anext__", delay, following)}
    )


def asked(source: ServiceObject) -> Service:
    """Return the service that sees each time an item is asked for."""
    return source.methods["__anext__"]


def within(fn: Service, workers: int) -> None:
    """Refuse if more than `workers` calls were in flight at once."""
    expect.true(
        fn.peak <= workers,
        "unbounded",
        f"{fn.peak} calls of {fn.label}() were in flight at once, where there are to be "
        f"{workers} workers",
        line=fn.calls[-1].line if fn.calls else 0,
    )


async def begun(witness: Witness, fn: Service, call: RemoteCall) -> None:
    """Wait until all is under way; refuse a `pipeline` that ends without a call."""
    await witness.idle()
    if not fn.in_flight:
        outcome = await call.outcome()
        if outcome.error is not None:
            raise outcome.error
        expect.refuse("wrong_result", f"pipeline {outcome}, and {fn.label}() was never called")


@contextmanager
def workers_overlap() -> Iterator[None]:
    """Give the refusal of calls that don't overlap a way out that keeps to the workers."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code == "sequential":
            refusal.cure = "Start as many tasks as `workers` says, which all take from one queue."
        raise


def sleeps(idle: Idle, now: float, why: str) -> None:
    """Refuse if a timer would wake the submission that has nothing to do but wait."""
    if idle.timer is not None:
        expect.refuse(
            "busy_wait",
            f"{why}, there was nothing to do but wait, but a timer would wake it after "
            f"{idle.timer - now:g} s to look",
        )


def holds(source: ServiceObject, fn: Service, workers: int, size: int) -> None:
    """Refuse unless all workers are busy and as many items wait as there is room for."""
    within(fn, workers)
    busy = len(fn.in_flight)
    done = len(fn.calls) - busy
    expect.true(
        busy == workers,
        "too_slow",
        f"{busy} of {workers} workers were busy when {done} of {LONG} items were done",
        cure=FREE_WORKER,
    )
    ahead = min(len(asked(source).calls), LONG) - done
    most = workers + size + 1
    expect.true(
        ahead <= most,
        "unbounded",
        f"{ahead} items had been taken from the source and were not done, where {workers} workers, "
        f"a queue of {size} and the producer's hand hold {most}",
        cure="`asyncio.Queue(maxsize=size)`: with it, `await queue.put(item)` waits for room.",
    )
    expect.true(
        ahead >= workers + size,
        "wrong_result",
        f"with all {workers} workers busy, {ahead - workers} items more had been taken from the "
        f"source, where {size} are to wait in the queue",
        cure="The queue needs room for `size` items, and the producer puts until it is full.",
    )


def shortest(durations: Sequence[float], workers: int) -> float:
    """Return how long these calls take if a free worker takes the next item at once."""
    busy = [0.0] * workers
    for duration in durations:
        heapq.heapreplace(busy, busy[0] + duration)
    return max(busy)


def none_in_flight(services: Iterable[Service], after: str) -> None:
    """Refuse if a call is still in flight."""
    left = [call for service in services for call in service.in_flight]
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
    source: ServiceObject,
    fn: Service,
    sizes: tuple[int, int],
    error: Exception,
) -> None:
    """Refuse unless `pipeline` raises `error`, or a group of it, at once, and all has ended."""
    services = (fn, asked(source))
    try:
        got = await submission.pipeline(source, fn, *sizes)
    except RemoteError as raised:
        failed = failure(services)
        if failed is None:
            raise  # an error of its own, before there was another
        is_only(raised, error)
    else:
        was = "was" if failure(services) else "was to be"
        expect.refuse(
            "wrong_exception",
            f"pipeline returned {expect.shown(got)}, though {error!r} {was} raised in it",
        )
    now = witness.now
    await witness.idle()
    none_in_flight(services, "pipeline had raised an error")
    none_started_after(services, failed)
    none_went_on(fn, failed, now)


def failure(services: Iterable[Service]) -> ServiceCall | None:
    """Return the call that failed."""
    calls = [call for service in services for call in service.calls]
    return next((call for call in calls if call.outcome == "raised"), None)


def is_only(raised: RemoteError, error: Exception) -> None:
    """Refuse unless what was raised is `error`, or a group that holds nothing else."""
    held = {(leaf.kind, leaf.text) for leaf in expect.leaves(raised.error)}
    expect.true(
        held == {(type(error).__name__, str(error))},
        "wrong_exception",
        f"pipeline raised {expect.shown_error(raised)}; "
        f"{error!r} was raised in it, and nothing else",
        line=raised.line,
    )


def none_started_after(services: Iterable[Service], failed: ServiceCall) -> None:
    """Refuse if calls were started later than one had failed."""
    time = failed.end or 0.0
    late = [call for service in services for call in service.calls if call.start > time]
    if late:
        expect.refuse(
            "wrong_exception",
            f"{failed.label} had failed at {time:g} s, and {len(late)} more calls were made before "
            f"the error reached the caller, the first {late[0].start - time:g} s later: "
            f"{late[0].label}",
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
