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

SHORT = 12
"""Short counts behind a long one: where all take turns they end with it or before it, and where one
waits for another, one turn after another."""

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


@pytest.mark.points(2)
async def test_counts_right(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """The count is right: for a limit that is prime, or the square of one, and below 2 as well."""
    prime, root = rng.choice(primes(3000)[5:]), rng.choice(primes(50)[2:])
    await driver.plain("cut_sleeps")
    limits = [2, 3, 4, 10, prime, prime - 1, root * root, rng.randrange(1000, 3000), 1, 0]
    limits.append(-rng.randrange(1, 1000))
    for limit in limits:
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
    """Several counts go on at once, and each gives its own number."""
    limits = rng.sample(range(2000, 9000), 3)
    await driver.plain("cut_sleeps")
    await together(driver, witness, limits)
    # A long one, and short ones behind it, which wait for its turns and not for its end.
    long = int(numbers["long"]) + rng.randrange(1000)
    turns = await together(driver, witness, [limits[0], long, *rng.sample(range(20, 60), SHORT)])
    expect.true(
        turns < SHORT / 2,
        "sequential",
        f"{SHORT} short counts were begun beside one to {long:,}, and when that one had ended, it "
        f"was {turns} turns of the loop until they had ended too: they had waited for it",
        cure="Let each count be by itself: nothing is to be waited for but a turn of the loop.",
    )


async def together(driver: RemoteObject, witness: Witness, limits: list[int]) -> int:
    """Count up to several limits at once; return for how many turns some went on after the second.

    Refuses a wrong count or place.
    """
    with sharing():
        counts, turns = await driver.call("count_together", limits)
        await stays(driver, witness)
    expect.equal(counts, [len(primes(limit)) for limit in limits], f"count_primes of {limits}")
    return int(turns)


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
    until_end, behind = await driver.plain("after_cancelling")
    expect.true(
        until_end < numbers["turn"],
        "swallowed_cancellation",
        f"count_primes was cancelled in the middle of counting, and computed for {until_end:.2f} s "
        "more before it ended",
        cure="Catch no CancelledError, or raise it again at once: it comes out of the `await`.",
    )
    expect.true(
        behind < numbers["idle"],
        "leaked_task",
        "count_primes was cancelled in the middle of counting, and when it had ended, something "
        f"computed for {behind:.2f} s more in the loop's next turns",
        cure="What `call_soon` was asked to call goes on by itself: let it see that it's over.",
    )
    expect.true(
        how in {"cancelled", "done before"},
        "swallowed_cancellation",
        f"count_primes was cancelled in the middle of counting, but {how}",
    )
