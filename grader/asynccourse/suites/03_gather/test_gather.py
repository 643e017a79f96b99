"""Proves that `fetch_all` overlaps its fetches, and keeps order, errors and tidiness."""

from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Submission
from asynccourse.judge.witness import Witness

CALLS = 10


def keys_and_values(rng: Random) -> dict[str, str]:
    """Return ten keys with a value each, drawn from the seed."""
    return {
        f"key-{number}": f"value-{rng.randrange(10**6)}" for number in rng.sample(range(100), CALLS)
    }


@pytest.mark.points(2)
async def test_all_in_flight_together(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """All ten fetches are in flight together."""
    values = keys_and_values(rng)
    fetch = witness.rendezvous("fetch", CALLS, values.__getitem__)
    got = await submission.fetch_all(fetch, list(values))
    expect.same_order(got, list(values.values()), "fetch_all")


@pytest.mark.points(1)
async def test_no_longer_than_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Ten fetches take no longer than one."""
    values = keys_and_values(rng)
    fetch = witness.timed("fetch", numbers["latency"], values.__getitem__)
    latency = numbers["latency"]
    with witness.under(0.8 * CALLS * latency, code="sequential", ideal=latency):
        got = await submission.fetch_all(fetch, list(values))
    expect.same_order(got, list(values.values()), "fetch_all")


@pytest.mark.points(2)
async def test_results_in_order(submission: Submission, witness: Witness, rng: Random) -> None:
    """The results come in the order of the keys, whichever fetch ends first."""
    values = keys_and_values(rng)
    delays = {
        key: float(delay)
        for key, delay in zip(values, rng.sample(range(1, 100), CALLS), strict=True)
    }
    fetch = witness.timed("fetch", delays.__getitem__, values.__getitem__)
    witness.ideal(max(delays.values()))
    got = await submission.fetch_all(fetch, list(values))
    expect.same_order(got, list(values.values()), "fetch_all")


@pytest.mark.points(1)
async def test_no_keys(submission: Submission, witness: Witness) -> None:
    """Without keys there is nothing to fetch, and the result is an empty list."""
    fetch = witness.instant("fetch")
    expect.equal(await submission.fetch_all(fetch, []), [], "fetch_all without keys")


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
    with expect.raises(error, "fetch_all"):
        await submission.fetch_all(fetch, list(values))


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, every fetch is cancelled too."""
    values = keys_and_values(rng)
    fetch = witness.gate("fetch", values.__getitem__)
    call = submission.fetch_all(fetch, list(values)).start()
    await witness.all_in_flight(fetch, CALLS)
    expect.cancelled(await call.cancel(), "fetch_all")
    left = len(fetch.in_flight)
    expect.true(
        left == 0, "leaked_task", f"{left} fetches went on after their caller was cancelled"
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
        got = await submission.fetch_all(fetch, list(values))
    expect.same_order(got, list(values.values()), "fetch_all")
