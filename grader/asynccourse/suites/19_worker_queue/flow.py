"""What goes through a pipeline, and what is refused of how it went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall
from asynccourse.judge.services import Service, ServiceObject
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.messages import Idle

LONG = 60
"""Items that are many more than workers and queue can hold here."""

FREE_WORKER = "Let each worker take its next item from the queue as soon as it has done its last."
"""The way out where a worker has nothing to do."""


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
