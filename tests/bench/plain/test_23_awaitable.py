"""23_awaitable, plainly."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Coroutine
from typing import Any

import pytest

from tests.bench.plain.answer import SHORT, load, under

answer = load()


async def wait(ticket: Any, depth: int = 0) -> Any:
    """Await a ticket, below so many coroutines."""
    return await (wait(ticket, depth - 1) if depth else ticket)


def drive(coroutine: Coroutine[Any, Any, Any]) -> tuple[int, Any]:
    """Drive a coroutine by hand, and return how often it suspended, and its result."""
    turns = 0
    while True:
        try:
            assert coroutine.send(None) is None
        except StopIteration as stop:
            return turns, stop.value
        turns += 1
        assert turns < 1000


async def test_can_be_awaited() -> None:
    """On the loop a ticket gives its value, and takes no time."""
    with under(SHORT):
        assert await answer.Ticket(5, "value") == "value"


@pytest.mark.parametrize("turns", [0, 1, 2, 17])
@pytest.mark.parametrize("depth", [0, 3])
def test_suspends_so_many_times(turns: int, depth: int) -> None:
    """Driven by hand, it yields None once for each turn, then returns its value."""
    value = object()
    assert drive(wait(answer.Ticket(turns, value), depth)) == (turns, value)
    assert drive(wait(answer.Ticket(turns))) == (turns, None)


def test_never_awaited() -> None:
    """A ticket that is never awaited leaves nothing."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        answer.Ticket(3)
        gc.collect()
    assert caught == []


def test_awaited_again() -> None:
    """The same ticket can be awaited again, and by two at once."""
    ticket = answer.Ticket(3, "value")
    assert [drive(wait(ticket)) for _ in range(2)] == [(3, "value")] * 2
    given_up, other = wait(ticket), wait(ticket)
    given_up.send(None)
    other.send(None)
    given_up.close()
    assert drive(other) == (2, "value")


async def test_others_have_their_turns() -> None:
    """On asyncio's loop, those with fewer turns end first."""
    ended: list[int] = []

    async def one(turns: int) -> None:
        await answer.Ticket(turns)
        ended.append(turns)

    await asyncio.gather(*(one(turns) for turns in (5, 0, 3, 1, 4)))
    assert ended == [0, 1, 3, 4, 5]


@pytest.mark.parametrize("error", [asyncio.CancelledError, ValueError])
def test_thrown_at(error: type[BaseException]) -> None:
    """What is thrown in at a suspension comes out at once."""
    coroutine = wait(answer.Ticket(3))
    coroutine.send(None)
    with pytest.raises(error):
        coroutine.throw(error())
