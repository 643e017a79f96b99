"""Proves that `fetch_all` overlaps its fetches, and keeps order, errors and tidiness."""

from collections import Counter
from random import Random
from typing import Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteError, RemoteObject, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness

CALLS = 10

NO_AWAITABLE = ("unhashable type", "a coroutine or an awaitable is required")
"""What `gather` says to a list, or to a generator, in the place of an awaitable."""


def keys_and_values(rng: Random) -> dict[str, str]:
    """Return ten keys with a value each, drawn from the seed."""
    return {
        f"key-{number}": f"value-{rng.randrange(10**6)}" for number in rng.sample(range(100), CALLS)
    }


async def fetch_all(submission: Submission, fetch: Service, keys: list[str]) -> Any:
    """Return what `fetch_all` gives, or raise its error; a mistaken `gather` is refused here."""
    call = submission.fetch_all(fetch, keys)
    outcome = await call.outcome()
    expect_awaited(outcome)
    error = outcome.error
    if (
        error is not None
        and error.kind == "TypeError"
        and any(said in error.error.text for said in NO_AWAITABLE)
        and "gather(" in submission.session.source.quote(error.line)
    ):
        expect.refuse(
            "not_awaited",
            "gather was handed all coroutines as one object, where it takes each as an argument",
            line=error.line,
            cure="A `*` before that object hands its coroutines over one by one.",
        )
    return await call


def expect_awaited(outcome: Outcome) -> None:
    """Refuse a result that is still to be awaited, as that of `gather` is."""
    value = outcome.value
    expect.true(
        not (isinstance(value, RemoteObject) and value.handle.kind == "awaitable"),
        "not_awaited",
        "fetch_all returned something that is still to be awaited, not the list of results",
        cure="Put `await` before what makes it: only that gives the results of a `gather(...)`.",
    )


@pytest.mark.points(2)
async def test_all_in_flight_together(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """All ten fetches are in flight together."""
    values = keys_and_values(rng)
    fetch = witness.rendezvous("fetch", CALLS, values.__getitem__)
    got = await fetch_all(submission, fetch, list(values))
    expect.same_order(got, list(values.values()), "fetch_all")


@pytest.mark.points(1)
async def test_no_longer_than_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Ten fetches take no longer than one."""
    values = keys_and_values(rng)
    fetch = witness.timed("fetch", numbers["latency"], values.__getitem__)
    latency = numbers["latency"]
    with witness.under(1.05 * latency, code="sequential", ideal=latency):
        got = await fetch_all(submission, fetch, list(values))
    expect.same_order(got, list(values.values()), "fetch_all")


@pytest.mark.points(2)
async def test_results_in_order(submission: Submission, witness: Witness, rng: Random) -> None:
    """The results come in the order of the keys, whichever fetch ends first."""
    values = keys_and_values(rng)
    delays = dict(zip(values, rng.sample(range(1, 100), CALLS), strict=True))
    twice = rng.sample(list(values), 2)
    keys = [*values, *twice]
    rng.shuffle(keys)
    fetched: Counter[str] = Counter()

    def delay(key: str) -> float:
        fetched[key] += 1
        # The last to end is one whose key comes again: a dict of tasks by key would forget it.
        return 200.0 if key in twice and fetched[key] == 1 else float(delays[key])

    fetch = witness.timed("fetch", delay, values.__getitem__)
    got = await fetch_all(submission, fetch, keys)
    for key in twice:
        expect.true(
            fetched[key] == 2,
            "wrong_result",
            f"{key!r} stands in the keys twice, and was not fetched twice",
            cure="Fetch once for each place in `keys`, also where a key comes again.",
        )
    expect.same_order(got, [values[key] for key in keys], "fetch_all")
    for call in fetch.in_flight:
        expect.refuse(
            "leaked_task",
            f"fetch_all returned while {call.label}, one of two for that key, was in flight",
            line=call.line,
            cure="A dict keeps one task for a key, and loses the other: keep them in a list.",
        )


@pytest.mark.points(1)
async def test_no_keys(submission: Submission, witness: Witness) -> None:
    """Without keys there is nothing to fetch, and the result is an empty list."""
    fetch = witness.instant("fetch")
    expect.equal(await fetch_all(submission, fetch, []), [], "fetch_all without keys")


@pytest.mark.points(2)
async def test_error_reaches_caller(submission: Submission, witness: Witness, rng: Random) -> None:
    """If one fetch fails, its error reaches the caller."""
    values = keys_and_values(rng)
    broken = rng.choice(list(values))
    error = ConnectionError(f"{broken} is broken")

    def result(key: str) -> str:
        if key == broken:
            raise error
        return values[key]

    fetch = witness.rendezvous("fetch", CALLS, result)
    try:
        got = await fetch_all(submission, fetch, list(values))
    except RemoteError as raised:
        leaves = list(expect.leaves(raised.error))
        if raised.kind == "NotImplementedError":
            raise  # still the stub, which is a verdict of its own
        expect.true(
            all((leaf.kind, leaf.text) == ("ConnectionError", str(error)) for leaf in leaves),
            "wrong_exception",
            f"fetch_all raised {expect.shown_error(raised)}, not the {error!r} that it was given",
            line=raised.line,
        )
        return
    if isinstance(got, list) and any(isinstance(item, RemoteError) for item in got):
        lines = enumerate(submission.session.source.lines, 1)
        expect.refuse(
            "wrong_exception",
            f"fetch_all returned a list with {error!r} in it, and raised nothing",
            line=next((n for n, text in lines if "return_exceptions" in text), 0),
            cure="An error among the results is easily overlooked: it is to be raised.",
        )
    expect.refuse("wrong_exception", f"fetch_all raised nothing, though {error!r} was raised in it")


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, every fetch is cancelled too."""
    values = keys_and_values(rng)
    fetch = witness.gate("fetch", values.__getitem__)
    call = submission.fetch_all(fetch, list(values)).start()
    await witness.all_in_flight(fetch, CALLS)
    outcome = await call.cancel()
    expect_awaited(outcome)
    expect.cancelled(outcome, "fetch_all")
    await witness.idle()  # what was cancelled and not waited for ends in the loop's next turn
    left = fetch.in_flight
    if left:
        expect.refuse(
            "leaked_task",
            f"{len(left)} fetches went on after their caller was cancelled",
            line=left[0].line,
            cure="`gather` and a `TaskGroup` hand a cancellation on to their tasks; "
            "`asyncio.shield` doesn't, and other tasks are yours to cancel.",
        )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, ten fetches take about as long as one."""
    values = keys_and_values(rng)
    fetch = witness.timed("fetch", numbers["latency"], values.__getitem__, parties=CALLS)
    latency = numbers["latency"]
    with witness.under(0.8 * CALLS * latency, ideal=latency):
        got = await fetch_all(submission, fetch, list(values))
    expect.same_order(got, list(values.values()), "fetch_all")
