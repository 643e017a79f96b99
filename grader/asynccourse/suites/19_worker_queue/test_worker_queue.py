"""Proves that `pipeline` keeps its workers busy, its queue bounded, and comes to an end."""

from __future__ import annotations

import importlib
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Submission
from asynccourse.judge.witness import Witness
from asynccourse.shared import stream

if TYPE_CHECKING:
    import flow
else:  # a suite's folder is found by its whole name, which no import statement can spell
    flow = importlib.import_module("asynccourse.suites.19_worker_queue.flow")

LONG = flow.LONG


@pytest.mark.points(2)
async def test_all_workers_work(submission: Submission, witness: Witness, rng: Random) -> None:
    """As many items as there are workers are worked on together, and never more; then all end."""
    workers, size = flow.sizes(rng)
    results = stream.draw(rng, 4 * workers)
    fn = witness.timed("fn", 0.1, results.__getitem__, parties=workers)
    witness.ideal(0.4)
    with flow.workers_overlap():
        got = await submission.pipeline(witness.iterator("source", results), fn, workers, size)
    flow.within(fn, workers)
    expect.same_order(got, list(results.values()), "pipeline")


@pytest.mark.points(2)
async def test_back_pressure(submission: Submission, witness: Witness, rng: Random) -> None:
    """The producer goes on until the queue is full, and then waits; nobody polls."""
    workers, size = flow.sizes(rng)
    gate = witness.gate("source.__anext__")
    call = submission.pipeline(
        witness.object("source", {"__anext__": gate}), witness.instant("fn"), workers, size
    ).start()
    flow.sleeps(await witness.idle(), witness.now, "while the source looked for its first item")
    await call.cancel()
    await _kept_full(submission, witness, rng, (workers, size), LONG - 2 * (workers + size))
    await _kept_full(submission, witness, rng, (workers, 1), 3)


async def _kept_full(
    submission: Submission, witness: Witness, rng: Random, sizes: tuple[int, int], steps: int
) -> None:
    """Refuse unless workers and queue stay full for so many steps, and all comes to an end."""
    results = stream.draw(rng, LONG)
    fn = witness.gate("fn", results.__getitem__)
    source = witness.iterator("source", results)
    call = submission.pipeline(source, fn, *sizes).start()
    await flow.begun(witness, fn, call)
    for _ in range(steps):
        idle = await witness.idle()
        flow.holds(source, fn, *sizes)
        flow.sleeps(idle, witness.now, "with all workers busy and the queue full")
        fn.release(*rng.choice(fn.in_flight).args)
    fn.open()
    expect.same_order(await call, list(results.values()), "pipeline")


@pytest.mark.points(1)
async def test_no_waiting_for_the_slowest(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """A free worker takes the next item at once, and works while the source looks for another."""
    workers, size = 3, rng.randint(2, 4)
    results = stream.draw(rng, 4 * workers)
    durations = rng.choice(((0.6, 0.1, 0.1), (0.1, 0.6, 0.1))) * 4
    lasts = dict(zip(results, durations, strict=True))
    best = stream.shortest(durations, workers)
    fn = witness.timed("fn", lasts.__getitem__, results.__getitem__)
    with witness.under(best + 0.08, ideal=best, cure=flow.FREE_WORKER):
        got = await submission.pipeline(witness.iterator("source", results), fn, workers, size)
    flow.within(fn, workers)
    expect.same_order(got, list(results.values()), "pipeline")
    fn = witness.timed("fn", 0.15, results.__getitem__)
    best = 0.05 * (len(results) + 1) + 0.15
    with witness.under(best + 0.03, ideal=best, cure=flow.FREE_WORKER):
        got = await submission.pipeline(flow.slow_source(witness, results, 0.05), fn, workers, size)
    expect.same_order(got, list(results.values()), "pipeline with a slow source")


@pytest.mark.points(1)
async def test_results_in_order(submission: Submission, witness: Witness, rng: Random) -> None:
    """The results come in the order of the source, whatever the items and results are."""
    workers, size = flow.sizes(rng)
    odd: list[Any] = [None, 0, "", False, "twice", "twice", 7, [], 7]
    items = [*odd, *(f"item-{number}" for number in range(10))]
    rng.shuffle(items)
    items += [None, "the last"]
    results: dict[str, Any] = {repr(item): f"result-{rng.randrange(10**6)}" for item in items}
    results |= dict.fromkeys(rng.sample(list(results), 4), None)
    fn = witness.timed(
        "fn", lambda _item: rng.randrange(1, 100) / 64, lambda item: results[repr(item)]
    )
    got = await submission.pipeline(flow.slow_source(witness, items, 0.125), fn, workers, size)
    expect.same_order(got, [results[repr(item)] for item in items], "pipeline")
    expect.equal(len(fn.calls), len(items), f"the number of calls for {len(items)} items")


@pytest.mark.points(1)
async def test_few_items_and_small_sizes(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """An empty source, fewer items than workers, one worker, a queue of one: all come to an end."""
    results = stream.draw(rng, 8)
    for count, workers, size in ((0, 3, 2), (0, 1, 1), (1, 5, 1), (2, 4, 9), (8, 1, 1), (8, 5, 1)):
        fn = witness.timed("fn", 0.1, results.__getitem__)
        source = witness.iterator("source", list(results)[:count])
        got = await submission.pipeline(source, fn, workers, size)
        flow.within(fn, workers)
        expect.same_order(
            got,
            list(results.values())[:count],
            f"pipeline of {count} items with workers={workers} and size={size}",
        )


@pytest.mark.points(1)
async def test_error_reaches_caller(submission: Submission, witness: Witness, rng: Random) -> None:
    """If a call fails, or the source does, the error reaches the caller and all ends."""
    for workers, size in ((1, 2), flow.sizes(rng)):
        for place in (0, workers, 3 * workers):
            results = stream.draw(rng, LONG)
            broken = list(results)[place]
            error = ConnectionError(f"{broken} is broken: {rng.randrange(10**6)}")
            fn = witness.timed("fn", *stream.one_fails(rng, results, broken, error))
            source = witness.iterator("source", results)
            call = submission.pipeline(source, fn, workers, size)
            await stream.fails(call, "pipeline", witness, fn, flow.asked(source), error)
    for count in (0, 6, 2):  # of six items, four are under way and two wait when the source fails
        gone = OSError(f"the source has dried up: {rng.randrange(10**6)}")
        results = stream.draw(rng, count)
        fn = witness.timed("fn", 50.0, results.__getitem__)
        source = flow.slow_source(witness, stream.ending(results, gone), 1.0)
        call = submission.pipeline(source, fn, 4, 2)
        await stream.fails(call, "pipeline", witness, fn, flow.asked(source), gone)


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, the producer and all workers end."""
    workers, size = flow.sizes(rng)
    results = stream.draw(rng, LONG)
    for dry in (False, True):
        fn = witness.gate("fn", results.__getitem__)
        source = witness.iterator("source", results)
        if dry:
            gate = witness.gate("source.__anext__", iter(results).__next__)
            source = witness.object("source", {"__anext__": gate})
        call = submission.pipeline(source, fn, workers, size).start()
        if dry:
            await witness.idle()
        else:
            await flow.begun(witness, fn, call)
        (gate if dry else fn).release()
        await witness.idle()
        made = len(fn.calls) + len(flow.asked(source).calls)
        expect.cancelled(await call.cancel(), "pipeline")
        await witness.idle()
        stream.none_in_flight((fn, flow.asked(source)), "pipeline had been cancelled")
        more = len(fn.calls) + len(flow.asked(source).calls) - made
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
    results = stream.draw(rng, count)
    fn = witness.timed("fn", latency, results.__getitem__, parties=workers)
    few = witness.under(0.8 * count * latency, ideal=count / workers * latency)
    with few, flow.workers_overlap():
        got = await submission.pipeline(witness.iterator("source", results), fn, workers, 2)
    flow.within(fn, workers)
    expect.same_order(got, list(results.values()), "pipeline")
