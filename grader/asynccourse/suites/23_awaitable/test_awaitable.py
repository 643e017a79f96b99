"""Proves that awaiting a `Ticket` suspends exactly as often as it says, by driving it by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteError, RemoteObject
from asynccourse.judge.witness import Witness

BAD_YIELDS = ("Task got bad yield", "yield was used instead of yield from")
YIELD_NONE = "A bare `yield` gives None, which says: call me again on the next turn."
FRESH = "Make a fresh iterator in each `__await__`, with a count of its own."
BY_ITSELF = (
    "A bare `yield` is a turn by itself. What a coroutine waits for is behind its own "
    "`__await__()`, which gives the iterator that `yield from` takes from."
)
MANY = 300
"""Turns of a long ticket: enough that blocking for a moment at each of them shows."""

SOON = 2
"""Turns of the loop in which a task that was cancelled has to be at its end."""

KINDS = ("ValueError", "TimeoutError", "RuntimeError", "GeneratorExit")
"""What is thrown in beside a cancellation; the last is what `close()` throws."""

CAME = {
    "returned": "the ticket gave a value as if it had had all its turns",
    "suspended": "the ticket suspended again as if nothing had been",
}
"""What an await may do with an exception that was thrown in, in the place of raising it."""


def draw(rng: Random) -> object:
    """Return something that a ticket may give."""
    number = rng.randrange(10**6)
    return rng.choice([f"value-{number}", number, [number, "of many"], (number,)])


@contextmanager
def no_coroutine_yielded_from() -> Iterator[None]:
    """Say of a `yield from` with a coroutine what it is: that the coroutine waits comes of it."""
    try:
        yield
    except RemoteError as error:
        if "cannot 'yield from' a coroutine" not in str(error):
            raise
        expect.refuse(
            "not_awaited",
            "`yield from` was given a coroutine, and takes from iterators alone: it raised "
            f"{expect.shown_error(error)}",
            line=error.line,
            cure=BY_ITSELF,
        )


async def is_a_ticket(driver: RemoteObject) -> int:
    """Refuse what can't be awaited; return the line of its `__await__`, 0 where it isn't known."""
    with no_coroutine_yielded_from():
        kind, name, line = await driver.plain("kind", 2)
    expect.true(kind != "missing", "missing_function", "Ticket has no method __await__")
    if kind == "other" and name == "coroutine":
        expect.refuse(
            "wrong_result",
            "`__await__` is an `async def`: calling it gives a coroutine, where `await` asks for "
            "an iterator",
            line=line,
            cure="Write `def __await__`, and `yield`.",
        )
    expect.true(
        kind == "iterator",
        "wrong_result",
        f"`__await__` gave an object of type {name}, which is no iterator: `await` can't take "
        "from it step by step",
        line=line,
        cure="A method with a `yield` in it gives an iterator at each call.",
    )
    return int(line)


@contextmanager
def driven_by_asyncio() -> Iterator[None]:
    """Say what it means when asyncio finds no sense in what was yielded."""
    try:
        yield
    except RemoteError as error:
        if not any(text in str(error) for text in BAD_YIELDS):
            raise
        expect.refuse(
            "wrong_exception",
            f"asyncio raised {expect.shown_error(error)}: it understands None alone, and "
            "the futures that are awaited",
            line=error.line,
            cure=YIELD_NONE,
        )


@contextmanager
def awaitable_again(line: int) -> Iterator[None]:
    """Say what it means when a ticket that was awaited before raises something."""
    try:
        yield
    except RemoteError as error:
        if error.kind == "NotImplementedError":
            raise
        expect.refuse(
            "wrong_exception",
            f"when the same ticket was awaited a second time, it raised "
            f"{expect.shown_error(error)}",
            line=error.line or line,
            cure=FRESH,
        )


@contextmanager
def without_a_loop() -> Iterator[None]:
    """Say what it means when a ticket that was driven where no loop runs raises something."""
    try:
        yield
    except RemoteError as error:
        expect.refuse(
            "wrong_exception",
            f"driven by hand where no event loop runs, it raised {expect.shown_error(error)}",
            line=error.line,
            cure="A ticket needs no loop: it suspends, and whoever drives it goes on with it.",
        )


def times(number: int) -> str:
    """Return how often, in words: `once`, `3 times`."""
    return "once" if number == 1 else f"{number} times"


def suspended(told: Any, turns: int, value: object, what: str, cure: str = "") -> None:
    """Refuse unless an await suspended so many times, yielding None, and then gave the value."""
    yielded = told["yielded"]
    strange = [number for number, one in enumerate(yielded, 1) if one != "None"]
    if strange:
        number = strange[0]
        thing = yielded[number - 1]
        then = "asyncio can do nothing with that"
        if thing == "a future":
            then = "it would be called again when that is done, and not on the next turn"
        expect.refuse(
            "wrong_result",
            f"{what} yielded {thing} at suspension {number}, not None: {then}",
            cure=YIELD_NONE,
        )
    if not told["ended"]:
        expect.refuse(
            "wrong_result",
            f"{what} had suspended {len(yielded)} times and was still not at its end",
        )
    expect.true(
        len(yielded) == turns,
        "wrong_result",
        f"{what} suspended {times(len(yielded))}, where {turns} is asked",
        cure=cure,
    )
    expect.equal(told["value"], value, what)


@pytest.mark.points(2)
async def test_can_be_awaited(driver: RemoteObject, witness: Witness, rng: Random) -> None:
    """A ticket can be awaited, gives its value, and no time of the clock passes."""
    await is_a_ticket(driver)
    for turns in [*rng.sample(range(2, 20), 3), MANY]:
        value = draw(rng)
        began = witness.now
        with driven_by_asyncio():
            got = await driver.call("awaited", turns, value)
        took = witness.now - began
        expect.true(
            took == 0,
            "too_slow",
            f"a ticket of {turns} turns took {took:g} s of the clock: a turn is no time, it lasts "
            "until everybody else has had one",
        )
        expect.equal(got, value, f"await Ticket({turns}, {expect.shown(value)})")


@pytest.mark.points(2)
async def test_suspends_so_many_times(driver: RemoteObject, rng: Random) -> None:
    """Driven by hand, it yields None once for each turn, then returns its value."""
    await is_a_ticket(driver)
    for turns in [1, *rng.sample(range(2, 20), 3), MANY]:
        value = draw(rng)
        told = await driver.plain("by_hand", turns, value)
        suspended(told, turns, value, f"Ticket({turns}, {expect.shown(value)})")
    with without_a_loop():
        told = await driver.alone("by_hand", turns, value)
    suspended(told, turns, value, f"Ticket({turns}), driven where no event loop runs,")


@pytest.mark.points(1)
async def test_no_turns(driver: RemoteObject, rng: Random) -> None:
    """A ticket of no turns never suspends, and one without a value gives None."""
    await is_a_ticket(driver)
    for value in (draw(rng), rng.choice(["", 0, False, []])):
        told = await driver.plain("by_hand", 0, value)
        suspended(told, 0, value, f"Ticket(0, {expect.shown(value)})")
    turns = rng.randrange(2, 6)
    for few in (0, turns):
        told = await driver.plain("default_value", few)
        suspended(told, few, None, f"Ticket({few})")


@pytest.mark.points(1)
async def test_never_awaited(driver: RemoteObject, rng: Random) -> None:
    """A ticket that is made and never awaited has begun nothing and leaves nothing."""
    await is_a_ticket(driver)
    for line in await driver.plain("made_only", [rng.randrange(9) for _ in range(3)]):
        expect.refuse(
            "not_awaited",
            "a ticket had made a coroutine before anybody awaited it, and so nobody ever awaits "
            "that coroutine",
            line=line,
            cure=FRESH,
        )


@pytest.mark.points(1)
async def test_through_every_await(driver: RemoteObject, rng: Random) -> None:
    """However many coroutines await one another above it, the suspensions are the ticket's."""
    await is_a_ticket(driver)
    for depth in rng.sample(range(1, 9), 3):
        turns, value = rng.randrange(2, 9), draw(rng)
        told = await driver.plain("through_coroutines", turns, value, depth)
        through = "a coroutine" if depth == 1 else f"{depth} coroutines"
        suspended(told, turns, value, f"Ticket({turns}), awaited through {through},")


@pytest.mark.points(1)
async def test_awaited_again(driver: RemoteObject, rng: Random) -> None:
    """The same ticket can be awaited again, by two at once, and after one has given up."""
    line = await is_a_ticket(driver)
    turns, value = rng.randrange(3, 9), draw(rng)
    with awaitable_again(line):
        first, second = await driver.plain("again", turns, value)
    suspended(first, turns, value, f"Ticket({turns}), awaited for the first time,")
    what = f"the same Ticket({turns}), awaited for the second time,"
    suspended(second, turns, value, what, FRESH)
    what = f"Ticket({turns}), awaited by two coroutines at once,"
    for told in await driver.plain("together", turns, value):
        suspended(told, turns, value, what, FRESH)
    after = rng.randrange(1, turns)
    [told] = await driver.plain("given_up", turns, value, after)
    what = f"Ticket({turns}), awaited after somebody gave it up at suspension {after},"
    suspended(told, turns, value, what, FRESH)


@pytest.mark.points(1)
async def test_others_have_their_turns(driver: RemoteObject, rng: Random) -> None:
    """On asyncio's loop, each ticket ends after so many turns of the loop, whatever the others."""
    await is_a_ticket(driver)
    tickets = [0, 1, *rng.sample(range(2, 40), 4)]
    rng.shuffle(tickets)
    with driven_by_asyncio():
        took = await driver.call("turns_of_the_loop", tickets)
    for turns, seen in zip(tickets, took, strict=True):
        more = "or more " if seen >= 10 * max(tickets) else ""
        expect.true(
            seen == turns,
            "wrong_result",
            f"in asyncio, Ticket({turns}) was away for {seen} {more}turns of the loop",
        )


@pytest.mark.points(1)
async def test_cancelled_or_thrown_at(driver: RemoteObject, rng: Random) -> None:
    """What is thrown in at a suspension comes out at once: a cancellation, or any other error."""
    await is_a_ticket(driver)
    turns = rng.randrange(20, 40)
    after = rng.randrange(2, 10)
    with driven_by_asyncio():
        told = await driver.call("cancelled", turns, after)
    where = f"Ticket({turns}) was cancelled at suspension {after + 1}"
    expect.true(
        told["ended"] and told["cancelled"],
        "swallowed_cancellation",
        f"{where}, but "
        + ("its task ended as if nothing had been" if told["ended"] else "went on"),
    )
    expect.true(
        told["turns"] <= SOON,
        "swallowed_cancellation",
        f"{where}, and went on for {told['turns']} turns before it ended as cancelled",
    )
    for kind in KINDS:
        text = f"error {rng.randrange(10**6)}"
        # Before Python 3.13 asyncio takes offence at an async generator that is closed as it waits.
        told = await driver.alone("thrown", turns, after, kind, text)
        came = f"{told['came']}: {told['text']} came out" if told["text"] else CAME[told["came"]]
        expect.true(
            (told["came"], told["text"]) == (kind, text),
            "wrong_exception",
            f"{kind}: {text} was thrown in at suspension {after} of Ticket({turns}), but {came}",
        )
