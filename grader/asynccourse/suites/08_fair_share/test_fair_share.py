"""Proves that `count_primes` counts right, shares the loop as it computes, and stays on it.

How long it holds the loop is measured in every test, without the time that the thread had to wait
for a core.
"""

import asyncio
import itertools
import math
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteObject, Submission
from asynccourse.judge.witness import Witness

PLACES = {
    "thread": ("wrong_thread", "in another thread: it is to share the loop's own"),
    "process": ("wrong_process", "in another process: it is to share the loop's own thread"),
}


def primes(limit: int) -> list[int]:
    """Return the primes from 2 to `limit`, both included."""
    sieve = bytearray([1]) * (limit + 1)
    for number in range(2, math.isqrt(limit) + 1):
        if sieve[number]:
            sieve[number * number :: number] = bytes(len(range(number * number, limit + 1, number)))
    return list(itertools.compress(range(2, limit + 1), sieve[2:]))


async def stays(driver: RemoteObject, witness: Witness) -> None:
    """Refuse work that was moved away from the loop's thread."""
    for kind, line in await driver.plain("seen"):
        code, where = PLACES[kind]
        expect.refuse(code, f"count_primes wanted to compute {where}", line=line)
    kind = "thread" if witness.busiest.busy_threads else "process"
    if witness.busiest.busy_threads or witness.busiest.children:
        code, where = PLACES[kind]
        expect.refuse(code, f"count_primes computed {where}")


def counted(outcome: Outcome, limit: int, right: int) -> None:
    """Refuse any end but the right count."""
    if outcome.error is not None:
        raise outcome.error
    what = f"count_primes({limit})"
    expect.true(outcome.kind == "returned", "wrong_exception", f"{what} {outcome}")
    expect.equal(outcome.value, right, what)


async def count(submission: Submission, driver: RemoteObject, witness: Witness, limit: int) -> None:
    """Have the primes counted up to a limit; refuse a wrong count or place."""
    outcome = await submission.count_primes(limit).outcome()
    await stays(driver, witness)
    counted(outcome, limit, len(primes(limit)))


@pytest.mark.points(2)
async def test_counts_right(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """The count is right: for a limit that is prime, or the square of one, and below 2 as well."""
    prime, root = rng.choice(primes(3000)[5:]), rng.choice(primes(50)[2:])
    await driver.plain("cut_sleeps")
    limits = [2, 3, 4, 10, prime, prime - 1, root * root, rng.randrange(1000, 3000), 1, 0]
    for limit in limits:
        await count(submission, driver, witness, limit)


@pytest.mark.points(1)
async def test_no_time_asleep(
    submission: Submission, driver: RemoteObject, witness: Witness, numbers: dict[str, float]
) -> None:
    """Next to no time is spent asleep: the others need a turn of the loop, and no more."""
    limit = int(numbers["medium"])
    await count(submission, driver, witness, limit)
    awake(witness.now, limit, numbers)


@pytest.mark.points(3)
@pytest.mark.real_clock
async def test_never_holds_the_loop(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Counting to 200,000 gives the loop back again and again, and gives the right count."""
    limit = int(numbers["large"]) + rng.randrange(1000)
    await driver.plain("cut_sleeps")
    await count(submission, driver, witness, limit)
    awake(await driver.plain("slept"), limit, numbers)


@pytest.mark.points(2)
@pytest.mark.real_clock
async def test_several_at_once(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Several counts go on at once, and each gives its own number."""
    limits = rng.sample(range(2000, 9000), 3)
    await driver.plain("cut_sleeps")
    calls = [submission.count_primes(limit).start() for limit in limits]
    outcomes = await asyncio.gather(*(call.outcome() for call in calls))
    await stays(driver, witness)
    for limit, outcome in zip(limits, outcomes, strict=True):
        counted(outcome, limit, len(primes(limit)))


@pytest.mark.points(2)
@pytest.mark.real_clock
async def test_cancelled_amidst(
    submission: Submission, driver: RemoteObject, witness: Witness, numbers: dict[str, float]
) -> None:
    """A count that is cancelled stops where it gives the loop back, and ends as cancelled."""
    await driver.plain("cut_sleeps")
    how = await driver.call("cancel_amidst", int(numbers["large"]))
    await stays(driver, witness)
    expect.true(
        how in {"cancelled", "done before"},
        "swallowed_cancellation",
        f"count_primes was cancelled in the middle of counting, but {how}",
    )


def awake(seconds: float, limit: int, numbers: dict[str, float]) -> None:
    """Refuse a count that slept for longer than sharing needs."""
    most = limit * numbers["asleep_per_number"]
    expect.true(
        seconds < most,
        "too_slow",
        f"it slept for {seconds:.2f} s in all while it counted to {limit:,}: time in which nobody "
        "computes, and which the other tasks didn't need",
    )
