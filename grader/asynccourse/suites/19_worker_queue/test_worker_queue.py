"""Proves that `pipeline` keeps its workers busy, its queue bounded, and comes to an end."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random
from typing import Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteError, Submission
from asynccourse.judge.services import Service, ServiceObject
from asynccourse.judge.witness import Witness
from asynccourse.wall.messages import Idle

LONG = 60
"""Items that are many more than workers and queue can hold here."""


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
    )
    ahead = min(len(asked(source).calls), LONG) - done
    most = workers + size + 1
    expect.true(
        ahead <= most,
        "unbounded",
        f"{ahead} items had been taken from the source and were not done, where {workers} workers, "
        f"a queue of {size} and the producer's hand hold {most}",
    )
    expect.true(
        ahead >= workers + size,
        "too_slow",
        f"{ahead} items had been taken from the source and were not done: {workers} in the hands "
        f"of the workers and {ahead - workers} more, where the queue has room for {size}",
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


def none_started_after(services: Iterable[Service], time: float, failed: str) -> None:
    """Refuse if calls were started later than `time`."""
    late = [call for service in services for call in service.calls if call.start > time]
    if late:
        expect.refuse(
            "too_slow",
            f"{len(late)} more calls were made after {failed} at {time:g} s, "
            f"the first {late[0].start - time:g} s later: {late[0].label}",
            line=late[0].line,
        )


async def fails(
    submission: Submission,
    witness: Witness,
    source: ServiceObject,
    fn: Service,
    sizes: tuple[int, int],
    error: Exception,
) -> None:
    """Refuse unless `pipeline` raises `error`, or a group of nothing else, and all has ended."""
    try:
        got = await submission.pipeline(source, fn, *sizes)
    except RemoteError as raised:
        expect.true(
            all(
                (leaf.kind, leaf.text) == (type(error).__name__, str(error))
                for leaf in expect.leaves(raised.error)
            ),
            "wrong_exception",
            f"pipeline raised {expect.shown_error(raised)}, where {error!r} was raised in it",
            line=raised.line,
        )
    else:
        expect.refuse(
            "wrong_exception",
            f"pipeline returned {expect.shown(got)}, though {error!r} was raised in it",
        )
    await witness.idle()
    none_in_flight((fn, asked(source)), "pipeline had raised an error")


@pytest.mark.points(2)
async def test_all_workers_work(submission: Submission, witness: Witness, rng: Random) -> None:
    """As many items as there are workers are worked on together, and never more; then all end."""
    workers, size = sizes(rng)
    results = draw(rng, 4 * workers)
    fn = witness.timed("fn", 0.1, results.__getitem__, parties=workers)
    witness.ideal(0.4)
    got = await submission.pipeline(witness.iterator("source", results), fn, workers, size)
    within(fn, workers)
    expect.same_order(got, list(results.values()), "pipeline")


@pytest.mark.points(2)
async def test_back_pressure(submission: Submission, witness: Witness, rng: Random) -> None:
    """The producer goes on until the queue is full, and then waits; nobody polls."""
    workers, size = sizes(rng)
    results = draw(rng, LONG)
    gate = witness.gate("source.__anext__")
    call = submission.pipeline(
        witness.object("source", {"__anext__": gate}), witness.instant("fn"), workers, size
    ).start()
    sleeps(await witness.idle(), witness.now, "while the source looked for its first item")
    await call.cancel()
    fn = witness.gate("fn", results.__getitem__)
    source = witness.iterator("source", results)
    call = submission.pipeline(source, fn, workers, size).start()
    for _ in range(LONG - 2 * (workers + size)):
        idle = await witness.idle()
        holds(source, fn, workers, size)
        sleeps(idle, witness.now, "with all workers busy and the queue full")
        fn.release(*rng.choice(fn.in_flight).args)
    while len(fn.calls) < LONG or fn.in_flight:
        await witness.idle()
        if not fn.in_flight:
            break
        fn.release()
    expect.same_order(await call, list(results.values()), "pipeline")


@pytest.mark.points(1)
async def test_no_waiting_for_the_slowest(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """A free worker takes the next item at once, and works while the source looks for another."""
    workers, size = 3, rng.randint(2, 4)
    results = draw(rng, 4 * workers)
    durations = rng.choice(((0.6, 0.1, 0.1), (0.1, 0.6, 0.1))) * 4
    lasts = dict(zip(results, durations, strict=True))
    best = shortest(durations, workers)
    fn = witness.timed("fn", lasts.__getitem__, results.__getitem__)
    with witness.under(best + 0.08, ideal=best):
        got = await submission.pipeline(witness.iterator("source", results), fn, workers, size)
    within(fn, workers)
    expect.same_order(got, list(results.values()), "pipeline")
    fn = witness.timed("fn", 0.15, results.__getitem__)
    best = 0.05 * (len(results) + 1) + 0.15
    with witness.under(best + 0.03, ideal=best):
        got = await submission.pipeline(slow_source(witness, results, 0.05), fn, workers, size)
    expect.same_order(got, list(results.values()), "pipeline with a slow source")


@pytest.mark.points(1)
async def test_results_in_order(submission: Submission, witness: Witness, rng: Random) -> None:
    """The results come in the order of the source, whatever the items and results are."""
    workers, size = sizes(rng)
    odd: list[Any] = [None, 0, "", False, "twice", "twice", 7, [], 7]
    items = [*odd, *(f"item-{number}" for number in range(10))]
    rng.shuffle(items)
    items += [None, "the last"]
    results: dict[str, Any] = {repr(item): f"result-{rng.randrange(10**6)}" for item in items}
    results |= dict.fromkeys(rng.sample(list(results), 4), None)
    fn = witness.timed(
        "fn", lambda _item: rng.randrange(1, 100) / 64, lambda item: results[repr(item)]
    )
    got = await submission.pipeline(slow_source(witness, items, 0.125), fn, workers, size)
    expect.same_order(got, [results[repr(item)] for item in items], "pipeline")
    expect.equal(len(fn.calls), len(items), f"the number of calls for {len(items)} items")


@pytest.mark.points(1)
async def test_few_items_and_small_sizes(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """An empty source, fewer items than workers, one worker, a queue of one: all come to an end."""
    results = draw(rng, 8)
    for count, workers, size in ((0, 3, 2), (0, 1, 1), (1, 5, 1), (2, 4, 9), (8, 1, 1), (8, 5, 1)):
        fn = witness.timed("fn", 0.1, results.__getitem__)
        source = witness.iterator("source", list(results)[:count])
        got = await submission.pipeline(source, fn, workers, size)
        within(fn, workers)
        expect.same_order(
            got,
            list(results.values())[:count],
            f"pipeline of {count} items with workers={workers} and size={size}",
        )


@pytest.mark.points(1)
async def test_error_reaches_caller(submission: Submission, witness: Witness, rng: Random) -> None:
    """If a call fails, or the source does, the error reaches the caller and all ends."""
    for workers, size in ((1, 2), sizes(rng)):
        for place in (0, workers, 3 * workers):
            results = draw(rng, LONG)
            broken = list(results)[place]
            error = ConnectionError(f"{broken} is broken: {rng.randrange(10**6)}")
            fn = witness.timed("fn", *_failing(rng, results, broken, error))
            source = witness.iterator("source", results)
            await fails(submission, witness, source, fn, (workers, size), error)
            failed = next(call for call in fn.calls if call.args == (broken,))
            services = (fn, asked(source))
            none_started_after(services, failed.end or 0.0, f"{failed.label} had failed")
    for count in (0, 2):
        gone = OSError(f"the source has dried up: {rng.randrange(10**6)}")
        results = draw(rng, 2)
        fn = witness.timed("fn", 50.0, results.__getitem__)
        source = witness.iterator("source", _ending(list(results)[:count], gone))
        await fails(submission, witness, source, fn, (4, 1), gone)


def _failing(
    rng: Random, results: dict[str, str], broken: str, error: Exception
) -> tuple[Callable[[str], float], Callable[[str], str]]:
    """Return how long each call takes, no two ending together, and what it gives."""
    order = {item: number for number, item in enumerate(results)}
    offset = rng.randrange(1, 10) / 100

    def lasts(item: str) -> float:
        return 0.5 + offset if item == broken else 1.0 + order[item] / 20

    def result(item: str) -> str:
        if item == broken:
            raise error
        return results[item]

    return lasts, result


def _ending(items: Iterable[str], error: Exception) -> Iterator[str]:
    """Yield the items, then fail."""
    yield from items
    raise error


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, the producer and all workers end."""
    workers, size = sizes(rng)
    results = draw(rng, LONG)
    for dry in (False, True):
        fn = witness.gate("fn", results.__getitem__)
        source = witness.iterator("source", results)
        if dry:
            gate = witness.gate("source.__anext__", iter(results).__next__)
            source = witness.object("source", {"__anext__": gate})
        call = submission.pipeline(source, fn, workers, size).start()
        await witness.idle()
        (gate if dry else fn).release()
        await witness.idle()
        made = len(fn.calls) + len(asked(source).calls)
        expect.cancelled(await call.cancel(), "pipeline")
        await witness.idle()
        none_in_flight((fn, asked(source)), "pipeline had been cancelled")
        more = len(fn.calls) + len(asked(source).calls) - made
        expect.true(
            more == 0,
            "leaked_task",
            f"{more} more calls were made after pipeline had been cancelled",
        )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_faster_than_one_by_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, twelve items with four workers take about as long as three."""
    count, workers, latency = int(numbers["items"]), int(numbers["workers"]), numbers["latency"]
    results = draw(rng, count)
    fn = witness.timed("fn", latency, results.__getitem__, parties=workers)
    with witness.under(0.8 * count * latency, ideal=count / workers * latency):
        got = await submission.pipeline(witness.iterator("source", results), fn, workers, 2)
    within(fn, workers)
    expect.same_order(got, list(results.values()), "pipeline")
