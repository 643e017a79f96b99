"""Proves that `bounded_map` keeps its limit, uses all of it, and reads its items as it goes."""

from __future__ import annotations

import importlib
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Submission
from asynccourse.judge.services import Gate, ServiceObject
from asynccourse.judge.witness import Witness
from asynccourse.shared import stream

if TYPE_CHECKING:
    import places
else:  # a suite's folder is found by its whole name, which no import statement can spell
    places = importlib.import_module("asynccourse.suites.17_semaphore.places")

LONG = 40
"""Items that are many more than any limit here."""


@pytest.mark.points(2)
async def test_as_many_as_allowed(submission: Submission, witness: Witness, rng: Random) -> None:
    """As many calls as the limit allows are in flight together, and never more."""
    limit = rng.randint(3, 5)
    results = stream.draw(rng, 4 * limit)
    fn = witness.timed("fn", 0.1, results.__getitem__, parties=limit)
    witness.ideal(0.4)
    with places.keep_them_taken():
        got = await submission.bounded_map(fn, witness.items("items", results), limit)
    places.within(fn, limit)
    expect.same_order(got, list(results.values()), "bounded_map")


@pytest.mark.points(2)
async def test_next_starts_as_one_ends(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """A call that ends makes room at once, even while longer ones go on."""
    limit = 3
    results = stream.draw(rng, 4 * limit)
    durations = rng.choice(((0.6, 0.1, 0.1), (0.1, 0.6, 0.1))) * 4
    lasts = dict(zip(results, durations, strict=True))
    best = stream.shortest(durations, limit)
    fn = witness.timed("fn", lasts.__getitem__, results.__getitem__)
    with witness.under(best + 0.08, ideal=best, cure=places.KEEP_THEM_TAKEN):
        got = await submission.bounded_map(fn, witness.items("items", results), limit)
    places.within(fn, limit)
    expect.same_order(got, list(results.values()), "bounded_map")


@pytest.mark.points(1)
async def test_reads_as_it_goes(submission: Submission, witness: Witness, rng: Random) -> None:
    """The items are read as places get free, not all at the beginning, and nobody polls."""
    limit = rng.randint(3, 5)
    results = stream.draw(rng, LONG)
    fn = witness.gate("fn", results.__getitem__)
    items = witness.items("items", results)
    call = submission.bounded_map(fn, items, limit).start()
    await places.begun(witness, fn, call, limit)
    for step in range(LONG - limit):
        idle = await places.settled(witness, fn, limit)
        places.held(fn, limit, f"after {step} calls had ended")
        started = len(fn.calls)
        read = min(len(places.asked(items).calls), LONG)
        # One more than `limit` may be in the hand of whoever waits for room to put it.
        expect.true(
            read <= started + limit + 1,
            "unbounded",
            f"{read} of {LONG} items had been read when only {started} calls had been started; "
            f"with a limit of {limit}, {started + limit} are enough",
            cure="Take a place first, then the item.",
        )
        expect.true(
            idle.timer is None,
            "busy_wait",
            f"{limit} calls were in flight and there was nothing to do but wait for one to end, "
            f"but a timer would wake it after {(idle.timer or 0.0) - witness.now:g} s",
        )
        fn.release(*rng.choice(fn.in_flight).args)
    fn.open()
    expect.same_order(await call, list(results.values()), "bounded_map")


@pytest.mark.points(1)
async def test_results_in_order(submission: Submission, witness: Witness, rng: Random) -> None:
    """The results come in the order of the items, whatever the items and results are."""
    limit = rng.randint(3, 5)
    odd: list[Any] = [None, 0, "", False, "twice", "twice", 7, [], None]
    items = [*odd, *(f"item-{number}" for number in range(10))]
    rng.shuffle(items)
    items += [None, "the last"]
    results: dict[str, Any] = {repr(item): f"result-{rng.randrange(10**6)}" for item in items}
    results |= dict.fromkeys(rng.sample(list(results), 4), None)
    wanted = [results[repr(item)] for item in items]
    fn = witness.timed(
        "fn", lambda _item: float(rng.randrange(1, 100)), lambda item: results[repr(item)]
    )
    got = await submission.bounded_map(fn, witness.items("items", items), limit)
    expect.same_order(got, wanted, "bounded_map")
    expect.equal(len(fn.calls), len(items), f"the number of calls for {len(items)} items")


@pytest.mark.points(1)
async def test_few_items_and_small_limits(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """No items, few items, a limit of one: nothing special; each `bounded_map` counts its own."""
    results = stream.draw(rng, 12)
    wanted = list(results.values())

    def some(count: int) -> ServiceObject:
        return witness.items("items", list(results)[:count])

    fn = witness.timed("fn", 1.0, results.__getitem__)
    expect.equal(await submission.bounded_map(fn, some(0), 3), [], "bounded_map without items")
    expect.equal(len(fn.calls), 0, "the number of calls without items")
    got = await submission.bounded_map(fn, some(2), 5)
    expect.same_order(got, wanted[:2], "bounded_map of 2 items with a limit of 5")
    one = witness.timed("fn", 1.0, results.__getitem__)
    got = await submission.bounded_map(one, some(4), 1)
    places.within(one, 1)
    expect.same_order(got, wanted[:4], "bounded_map with a limit of 1")
    names, limits = ("first", "second", "third"), (3, 3, 4)
    gates = {witness.gate(name, results.__getitem__): limits[n] for n, name in enumerate(names)}
    calls = [submission.bounded_map(gate, some(12), gates[gate]).start() for gate in gates]
    for _ in range(4):
        await _each_by_itself(witness, gates, len(results))
    for call in calls:
        expect.same_order(await call, wanted, "one of three bounded_map at the same time")


async def _each_by_itself(witness: Witness, gates: dict[Gate, int], count: int) -> None:
    """Refuse unless each of these, with a limit each, has all its places taken; let all go on."""
    left = {gate: count - len(gate.calls) + len(gate.in_flight) for gate in gates}
    for gate, limit in gates.items():
        await places.settled(witness, gate, min(limit, left[gate]))
    alone = max(len(gate.in_flight) for gate in gates) > 1
    for gate, limit in gates.items():
        places.within(gate, limit)
        now, due = len(gate.in_flight), min(limit, left[gate])
        expect.true(
            now == due,
            "sequential",
            f"three bounded_map at the same time: {now} of {due} calls of {gate.label}() were "
            f"in flight{', as if they counted together' if alone else ''}",
            cure="Count inside `bounded_map`, with a semaphore or workers of its own."
            if alone
            else places.KEEP_THEM_TAKEN,
        )
        gate.release()


@pytest.mark.points(1)
async def test_error_reaches_caller(submission: Submission, witness: Witness, rng: Random) -> None:
    """If a call fails, or reading the items does, the error reaches the caller and all ends."""
    limit = rng.randint(3, 5)
    for place in (0, limit, 3 * limit):
        results = stream.draw(rng, LONG)
        broken = list(results)[place]
        error = ConnectionError(f"{broken} is broken: {rng.randrange(10**6)}")
        fn = witness.timed("fn", *stream.one_fails(rng, results, broken, error))
        items = witness.items("items", results)
        call = submission.bounded_map(fn, items, limit)
        await stream.fails(call, "bounded_map", witness, fn, places.asked(items), error)
    gone = OSError(f"the disk is gone: {rng.randrange(10**6)}")
    results = stream.draw(rng, LONG)
    fn = witness.timed("fn", 50.0, results.__getitem__)
    items = witness.items("items", stream.ending(list(results)[: limit + 1], gone))
    call = submission.bounded_map(fn, items, limit)
    await stream.fails(call, "bounded_map", witness, fn, places.asked(items), gone)


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, the calls in flight are cancelled, and no other starts."""
    limit = rng.randint(3, 5)
    results = stream.draw(rng, LONG)
    fn = witness.gate("fn", results.__getitem__)
    items = witness.items("items", results)
    call = submission.bounded_map(fn, items, limit).start()
    await places.begun(witness, fn, call, limit)
    fn.release(*rng.choice(fn.in_flight).args)
    await places.settled(witness, fn, limit)
    made = len(fn.calls)
    expect.cancelled(await call.cancel(), "bounded_map")
    await witness.idle()
    stream.none_in_flight([fn], "bounded_map had been cancelled")
    more = fn.calls[made:]
    if more:
        expect.refuse(
            "leaked_task",
            f"{len(more)} more calls were started after bounded_map had been cancelled",
            line=more[0].line,
        )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_faster_than_one_by_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, twelve calls, four at a time, take about as long as three."""
    count, limit, latency = int(numbers["calls"]), int(numbers["limit"]), numbers["latency"]
    results = stream.draw(rng, count)
    fn = witness.timed("fn", latency, results.__getitem__, parties=limit)
    few = witness.under(0.8 * count * latency, ideal=count / limit * latency)
    with few, places.keep_them_taken():
        got = await submission.bounded_map(fn, witness.items("items", results), limit)
    places.within(fn, limit)
    expect.same_order(got, list(results.values()), "bounded_map")
