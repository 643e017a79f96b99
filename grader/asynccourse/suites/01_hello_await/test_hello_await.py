"""Proves that `greet` waits for exactly its delay, and leaves the loop to others meanwhile."""

import asyncio
import reprlib
import unicodedata
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, Submission
from asynccourse.judge.witness import Witness

CALLS = 5

MANY = 25
"""Names of the many greetings, two for each."""

ODD_NAMES = ["", " ", "ada", " Grace  ", "Zoë", "李小龍", "O'Brien", "{name}", "%s", "a\nb", "🐍"]
ODD_NAMES += ["Ada\n", "Zoe\u0308", "{}", "a\tb", "x" * 1000]
"""Names that come out changed where a greeting does more, or less, than put them in."""

# Milliseconds such that no round step, of 2 ms or of 5, adds up to them: waiting step by step
# instead of once would end late.
DELAYS = [ms / 1000 for ms in range(101, 400, 2) if ms % 5]

SHORT = 0.0123
"""No whole number of milliseconds."""

LONG = [12.5, 4000.5, 200_000.25]
"""More than some seconds, an hour and a day, where a wait may have an end of its own."""

STEPS = 1000
"""Steps of one wait that are waited for: a million of them would take real time, and be right."""


def draw(rng: Random) -> dict[str, float]:
    """Return five names with a different delay each, in seconds."""
    names = [f"visitor {number}" for number in rng.sample(range(1000), CALLS)]
    return dict(zip(names, rng.sample(DELAYS, CALLS), strict=True))


def draw_many(rng: Random) -> list[tuple[str, float]]:
    """Return many names, each of them twice, with a different delay each time."""
    names = [f"visitor {number}" for number in rng.sample(range(1000), MANY)]
    return list(zip(names * 2, rng.sample(DELAYS, 2 * MANY), strict=True))


ONCE = "Wait once, for exactly `delay` seconds."
"""The way out for a greeting that is late."""

TURNS = "Each greeting waits by itself: let none wait for another one."
"""The way out for a greeting that is late because of others."""


def told(name: str, delay: float) -> str:
    """Return a call as the sentences name it."""
    return f"greet({reprlib.repr(name)}, {delay:.9g})"


def expect_greeting(got: object, name: str, delay: float) -> None:
    """Refuse a greeting that isn't the one asked for."""
    wanted = f"Hello, {name}!"
    if isinstance(got, str) and len(got) != len(wanted) and seem(got) == seem(wanted):
        expect.refuse(
            "wrong_result",
            f"{told(name, delay)} gave a greeting of {len(got)} characters, not {len(wanted)}: "
            "it looks like the right one, but its name isn't the one given",
            cure="Put the name in as it is: don't cut it, and don't normalize it.",
        )
    expect.equal(got, wanted, told(name, delay))


def seem(text: str) -> str:
    """Return a text as a sentence's reader sees it: cut, and one character like another."""
    return unicodedata.normalize("NFC", expect.shown(text))


def expect_not_early(took: float, delay: float, what: str, witness: Witness) -> None:
    """Refuse a greeting that came before its delay had passed, or waited for it in a thread."""
    if took >= delay:
        return
    if witness.busiest.busy_threads:
        expect.refuse(
            "wrong_result",
            f"{what} waited in a thread, not on the event loop: such a greeting keeps "
            "a thread of its own for as long as it waits",
            cure="Let the loop do the waiting: `asyncio.sleep` needs no thread.",
        )
    expect.refuse(
        "wrong_result",
        f"{what} returned after {took:.9g} s on the event loop's clock, before the "
        f"{delay:.9g} s of its delay had passed there",
        cure="Await a sleep of `delay` seconds before you return.",
    )


async def timed(call: RemoteCall, witness: Witness, began: float = 0) -> tuple[object, float]:
    """Return what a call gave, and when it ended, in seconds since it began."""
    return await call, round(witness.now - began, 6)


async def expect_exact(
    call: RemoteCall, witness: Witness, name: str, delay: float, note: str = ""
) -> None:
    """Refuse a call that doesn't return its greeting when its delay has passed."""
    what = f"{told(name, delay)}{note}"
    got, took = await timed(call, witness, witness.now)
    expect_greeting(got, name, delay)
    expect_not_early(took, delay, what, witness)
    expect.true(
        took == delay,
        "too_slow",
        f"{what} returned after {took:.9g} s: {took - delay:.9g} s too late",
        cure=ONCE,
    )


async def in_few_steps(calls: list[RemoteCall], witness: Witness, delay: float) -> bool:
    """Return whether the calls, just begun, wait in few steps; with more, they are given up."""
    timer = (await witness.idle()).timer
    if timer is None or timer - witness.now >= delay / STEPS:
        return True
    for call in calls:
        await call.cancel()
    return False


def begin(submission: Submission, visitors: list[tuple[str, float]]) -> list[RemoteCall]:
    """Start a greeting for each visitor, all at once."""
    return [submission.greet(name, delay).start() for name, delay in visitors]


async def expect_overlap(
    calls: list[RemoteCall], witness: Witness, visitors: list[tuple[str, float]], others: str
) -> None:
    """Refuse greetings just begun unless each ends when its own delay has passed."""
    began = witness.now
    longest = max(delay for _, delay in visitors)
    witness.ideal(began + longest)
    ends = await asyncio.gather(*(timed(call, witness, began) for call in calls))
    took = max(ended for _, ended in ends)
    on_time = any(ended == delay for (_, delay), (_, ended) in zip(visitors, ends, strict=True))
    for (name, delay), (got, ended) in zip(visitors, ends, strict=True):
        expect_greeting(got, name, delay)
        expect_not_early(ended, delay, told(name, delay), witness)
        expect.true(
            ended == delay,
            # Where each waits for its turn, at least the first one is on time.
            "sequential" if on_time else "too_slow",
            f"{told(name, delay)} ended {ended:g} s after its start, beside {others} "
            f"took {took:g} s, and the longest delay is {longest:g} s",
            cure=TURNS if on_time else ONCE,
        )


@pytest.mark.points(3)
async def test_waits_then_greets(submission: Submission, witness: Witness, rng: Random) -> None:
    """`greet` waits for exactly its delay, then returns the greeting."""
    (name, _), *_ = drawn = list(draw(rng).items())[:2]
    for visitor, delay in drawn:
        await expect_exact(submission.greet(visitor, delay), witness, visitor, delay)
    for note in ("", ", called again,"):
        await expect_exact(submission.greet(name, SHORT), witness, name, SHORT, note)
    for delay in LONG:
        call = submission.greet(name, delay).start()
        if await in_few_steps([call], witness, delay):
            await expect_exact(call, witness, name, delay)


@pytest.mark.points(3)
async def test_five_overlap(submission: Submission, witness: Witness, rng: Random) -> None:
    """Five greetings started together take exactly as long as the longest of them."""
    visitors = list(draw(rng).items())
    await expect_overlap(begin(submission, visitors), witness, visitors, "four others: the five")
    # Behind the five, whose picture is the plainer one.
    visitors = draw_many(rng)
    calls = begin(submission, visitors)
    if await in_few_steps(calls, witness, max(DELAYS)):
        others = f"{2 * MANY - 1} others, one of the same name: the {2 * MANY}"
        await expect_overlap(calls, witness, visitors, others)


@pytest.mark.points(1)
async def test_names_unchanged(submission: Submission, rng: Random) -> None:
    """The name stands in the greeting exactly as it was given, whatever it is."""
    for name in rng.sample(ODD_NAMES, len(ODD_NAMES)):
        delay = rng.choice(DELAYS[:20])  # they add up for those who wait step by step
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
    expect_not_early(cancelled, passed, told(other, passed), witness)
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
