"""Proves that `greet` waits for exactly its delay, and leaves the loop to others meanwhile."""

import asyncio
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, Submission
from asynccourse.judge.witness import Witness

CALLS = 5

ODD_NAMES = ["", " ", "ada", " Grace  ", "Zoë", "李小龍", "O'Brien", "{name}", "%s", "a\nb", "🐍"]
"""Names that come out changed where a greeting does more, or less, than put them in."""

# Milliseconds such that no round step, of 2 ms or of 5, adds up to them: waiting step by step
# instead of once would end late.
DELAYS = [ms / 1000 for ms in range(101, 400, 2) if ms % 5]


def draw(rng: Random) -> dict[str, float]:
    """Return five names with a different delay each, in seconds."""
    names = [f"visitor {number}" for number in rng.sample(range(1000), CALLS)]
    return dict(zip(names, rng.sample(DELAYS, CALLS), strict=True))


ONCE = "Wait once, for exactly `delay` seconds."
"""The way out for a greeting that is late."""


def told(name: str, delay: float) -> str:
    """Return a call as the sentences name it."""
    return f"greet({name!r}, {delay:g})"


def expect_greeting(got: object, name: str, delay: float) -> None:
    """Refuse a greeting that isn't the one asked for."""
    expect.equal(got, f"Hello, {name}!", told(name, delay))


def expect_not_early(took: float, name: str, delay: float, witness: Witness) -> None:
    """Refuse a greeting that came before its delay had passed, or waited for it in a thread."""
    if took >= delay:
        return
    if witness.busiest.busy_threads:
        expect.refuse(
            "wrong_result",
            f"{told(name, delay)} waited in a thread, not on the event loop: such a greeting keeps "
            "a thread of its own for as long as it waits",
            cure="Let the loop do the waiting: `asyncio.sleep` needs no thread.",
        )
    expect.refuse(
        "wrong_result",
        f"{told(name, delay)} returned after {took:g} s on the event loop's clock, before the "
        f"{delay:g} s of its delay had passed there",
        cure="Await a sleep of `delay` seconds before you return.",
    )


async def timed(call: RemoteCall, witness: Witness) -> tuple[object, float]:
    """Return what a call gave, and when it ended."""
    return await call, witness.now


@pytest.mark.points(3)
async def test_waits_then_greets(submission: Submission, witness: Witness, rng: Random) -> None:
    """`greet` waits for exactly its delay, then returns the greeting."""
    for name, delay in list(draw(rng).items())[:2]:
        began = witness.now
        expect_greeting(await submission.greet(name, delay), name, delay)
        took = round(witness.now - began, 6)
        expect_not_early(took, name, delay, witness)
        expect.true(
            took == delay,
            "too_slow",
            f"{told(name, delay)} returned after {took:g} s: {took - delay:g} s too late",
            cure=ONCE,
        )


@pytest.mark.points(3)
async def test_five_overlap(submission: Submission, witness: Witness, rng: Random) -> None:
    """Five greetings started together take exactly as long as the longest of them."""
    delays = draw(rng)
    longest = max(delays.values())
    calls = [submission.greet(name, delay).start() for name, delay in delays.items()]
    witness.ideal(longest)
    ends = await asyncio.gather(*(timed(call, witness) for call in calls))
    took = max(ended for _, ended in ends)
    on_time = [ended == delay for delay, (_, ended) in zip(delays.values(), ends, strict=True)]
    for (name, delay), (got, ended) in zip(delays.items(), ends, strict=True):
        expect_greeting(got, name, delay)
        expect_not_early(ended, name, delay, witness)
        expect.true(
            ended == delay,
            # Where each waits for its turn, at least the first one is on time.
            "sequential" if any(on_time) else "too_slow",
            f"{told(name, delay)} ended {ended:g} s after its start, beside four others: the five "
            f"took {took:g} s, and the longest delay is {longest:g} s",
            cure="Each greeting waits by itself: let none wait for another one."
            if any(on_time)
            else ONCE,
        )


@pytest.mark.points(1)
async def test_names_unchanged(submission: Submission, rng: Random) -> None:
    """The name stands in the greeting exactly as it was given, whatever it is."""
    for name in rng.sample(ODD_NAMES, len(ODD_NAMES)):
        delay = rng.choice(DELAYS)
        expect_greeting(await submission.greet(name, delay), name, delay)


@pytest.mark.points(1)
async def test_no_delay(submission: Submission, witness: Witness, rng: Random) -> None:
    """With a delay of 0 the greeting is there at once."""
    name = next(iter(draw(rng)))
    expect_greeting(await submission.greet(name, 0), name, 0)
    expect.true(
        witness.now == 0,
        "too_slow",
        f"{told(name, 0)} returned after {witness.now:g} s, not at once",
        cure=ONCE,
    )


@pytest.mark.points(1)
async def test_cancelled_while_it_waits(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """A greeting that is cancelled while it waits ends at once."""
    (name, _), (other, passed), *_ = draw(rng).items()
    long = numbers["long"]
    call = submission.greet(name, long).start()
    await submission.greet(other, passed)  # by its end, the first one is in the middle of its wait
    cancelled = witness.now
    expect_not_early(cancelled, other, passed, witness)
    expect.true(
        cancelled < long,
        "sequential",
        f"{told(other, passed)} ended {cancelled:g} s after its start, not before "
        f"{told(name, long)}",
    )
    expect.cancelled(await call.cancel(), told(name, long))
    more = round(witness.now - cancelled, 6)
    expect.true(
        more == 0,
        "swallowed_cancellation",
        f"{told(name, long)} went on for {more:g} s after it was cancelled",
    )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock too, five greetings take less than one after the other."""
    names = list(draw(rng))
    delay = numbers["latency"] * witness.scale
    latency = numbers["latency"]
    with witness.under(0.8 * CALLS * latency, ideal=latency):
        got = await asyncio.gather(*(submission.greet(name, delay).start() for name in names))
    for name, greeting in zip(names, got, strict=True):
        expect_greeting(greeting, name, delay)
