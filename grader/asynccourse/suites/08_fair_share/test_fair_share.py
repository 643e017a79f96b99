"""Proves that `count_primes` counts right, shares the loop as it computes, and stays on it.

How long it holds the loop is measured in every test, without the time that the thread had to wait
for a core.
"""

import itertools
import math
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteObject, Submission
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal

SHARE = "Write `await asyncio.sleep(0)` in the loop over the numbers, every few ms."

PLACES = {
    "thread": ("wrong_thread", "in another thread: it is to share the loop's own"),
    "process": ("wrong_process", "in another process: it is to share the loop's own thread"),
}


def primes(limit: int) -> list[int]:
    """Return the primes from 2 to `limit`, both included."""
    if limit < 2:
        return []
    sieve = bytearray([1]) * (limit + 1)
    for number in range(2, math.isqrt(limit) + 1):
        if sieve[number]:
            sieve[number * number :: number] = bytes(len(range(number * number, limit + 1, number)))
    return list(itertools.compress(range(2, limit + 1), sieve[2:]))


@contextmanager
def sharing() -> Iterator[None]:
    """Give the refusal of a hold this exercise's own cure: the general one names threads too."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code == "blocked_loop":
            refusal.cure = SHARE
        raise


async def stays(driver: RemoteObject, witness: Witness) -> None:
    """Refuse work that was moved away from the loop's thread."""
    for kind, line in await driver.plain("seen"):
        code, where = PLACES[kind]
        expect.refuse(code, f"count_primes wanted to compute {where}", line=line, cure=SHARE)
    kind = "thread" if witness.busiest.busy_threads else "process"
    if witness.busiest.busy_threads or witness.busiest.children:
        code, where = PLACES[kind]
        expect.refuse(code, f"count_primes computed {where}", cure=SHARE)


def counted(outcome: Outcome, limit: int, right: int) -> None:
    """Refuse any end but the right count."""
    if outcome.error is not None:
        raise outcome.error
    what = f"count_primes({limit})"
    expect.true(outcome.kind == "returned", "wrong_exception", f"{what} {outcome}")
    expect.equal(outcome.value, right, what)


async def count(submission: Submission, driver: RemoteObject, witness: Witness, limit: int) -> None:
    """Have the primes counted up to a limit; refuse a wrong count or place."""
    with sharing():
        outcome = await submission.count_primes(limit).outcome()
        await stays(driver, witness)
    counted(outcome, limit, len(primes(limit)))


async def awake(driver: RemoteObject, limit: int, waited: float = 0.0) -> None:
    """Refuse a count that slept, or waited for a time in another way."""
    seconds, line = await driver.plain("slept")
    expect.true(
        not seconds + waited,
        "too_slow",
        f"it slept for {seconds + waited:g} s in all while it counted to {limit:,}: time in which "
        "nobody computes, and which the other tasks didn't need",
        line=line,
        cure="Sleep for 0 seconds: that asks for a turn of the loop, and for no time.",
    )


async def lets_others(driver: RemoteObject, limit: int, most: float) -> None:
    """Refuse a count beside which another task waited too long, whoever held the loop how often:
    a hundred short tasks that are ready at once are a long one for everybody else."""
    longest = await driver.plain("longest_turn")
    expect.true(
        longest <= most,
        "blocked_loop",
        f"while it counted to {limit:,}, another task waited for its turn until {longest:.2f} s "
        "had been computed: all that is ready runs before anything else has its turn",
        cure="Cutting the work into tasks isn't enough where all of them are ready at once. Do one "
        "piece, give the loop back with `await asyncio.sleep(0)`, then do the next.",
    )


def goes_together(late: list[int], large: int) -> None:
    """Refuse counts that waited for the end of a long one before they began to share the loop."""
    for limit in late[:1]:
        expect.refuse(
            "sequential",
            f"of counts that were started together, the one to {limit:,} gave the loop back for "
            f"the first time when the one to {large:,} had ended",
            cure="Let each call count on its own: no lock and no state that calls share.",
        )


def stopped(until_end: float, later: int, busy: int, most: float) -> None:
    """Refuse a count that went on after it was cancelled, before it ended as such or after."""
    cancelled = "count_primes was cancelled in the middle of counting, "
    if until_end > most:
        raise Refusal(
            "swallowed_cancellation",
            f"{cancelled}and computed for {until_end:.2f} s more before it ended as cancelled",
            by_time="once",
            cure="Let the CancelledError pass as soon as it comes: nobody waits for the count.",
        )
    if busy > later / 2:
        raise Refusal(
            "leaked_task",
            f"{cancelled}and ended, but long after that its callbacks still computed in {busy} of "
            f"{later} turns of the loop",
            by_time="once",
            cure="Have each callback look whether its count is still wanted, and stop the chain "
            "where it isn't: what `call_soon` started doesn't end with the task.",
        )


@pytest.mark.points(2)
async def test_counts_right(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """The count is right: for a limit that is prime, or the square of one, and below 2 and 0."""
    prime, root = rng.choice(primes(3000)[5:]), rng.choice(primes(50)[2:])
    await driver.plain("cut_sleeps")
    limits = [2, 3, 4, 10, prime, prime - 1, root * root, rng.randrange(1000, 3000), 1, 0]
    for limit in [*limits, -rng.randrange(2, 1000)]:
        await count(submission, driver, witness, limit)


@pytest.mark.points(1)
async def test_no_time_asleep(
    submission: Submission, driver: RemoteObject, witness: Witness, numbers: dict[str, float]
) -> None:
    """No time is spent asleep: the others need a turn of the loop, and no more."""
    limit = int(numbers["medium"])
    await driver.plain("cut_sleeps")
    await count(submission, driver, witness, limit)
    # What it may have waited for in another way than with `asyncio.sleep` is on the clock.
    await awake(driver, limit, witness.now)


@pytest.mark.points(3)
@pytest.mark.real_clock
async def test_never_holds_the_loop(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Counting to some 200,000 never holds the loop for more than 100 ms."""
    limit = int(numbers["large"]) + rng.randrange(1000)
    await driver.plain("cut_sleeps")
    await driver.plain("with_a_neighbour")
    await count(submission, driver, witness, limit)
    await awake(driver, limit)
    await lets_others(driver, limit, numbers["turn"])


@pytest.mark.points(2)
@pytest.mark.real_clock
async def test_several_at_once(
    driver: RemoteObject, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Several counts go on at once, a long one among them, and each gives its own number."""
    limits = rng.sample(range(2000, 9000), 3)
    # Neither first nor alone: what shares the loop only then holds it here.
    large = int(numbers["large"]) + rng.randrange(1000)
    limits.insert(1, large)
    await driver.plain("cut_sleeps")
    with sharing():
        counts = await driver.call("count_together", limits)
        await stays(driver, witness)
    goes_together(await driver.plain("begun_after", large), large)
    expect.equal(counts, [len(primes(limit)) for limit in limits], f"count_primes of {limits}")


@pytest.mark.points(2)
@pytest.mark.real_clock
async def test_cancelled_amidst(
    submission: Submission, driver: RemoteObject, witness: Witness, numbers: dict[str, float]
) -> None:
    """A count that is cancelled stops where it gives the loop back, and ends as cancelled."""
    await driver.plain("cut_sleeps")
    with sharing():
        how = await driver.call("cancel_amidst", int(numbers["large"]))
        await stays(driver, witness)
    expect.true(
        how in {"cancelled", "done before"},
        "swallowed_cancellation",
        f"count_primes was cancelled in the middle of counting, but {how}",
    )
    until_end, later, busy = await driver.plain("after_cancelling")
    stopped(until_end, later, busy, numbers["cancelled"])
