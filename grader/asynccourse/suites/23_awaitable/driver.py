"""Awaits tickets on the submission's side, by hand and on the loop; tells what happened."""

from __future__ import annotations

import asyncio
import builtins
import contextlib
import inspect
from collections.abc import Coroutine, Iterator
from typing import Any

submission: Any = globals()["submission"]


def kind(turns: int) -> tuple[str, str, int]:
    """Return whether a ticket's `__await__` gives an iterator; of what type, and its line."""
    method = getattr(submission.Ticket(turns), "__await__", None)
    if method is None:
        return "missing", "", 0
    code = getattr(method, "__code__", None)
    line = code.co_firstlineno if code and code.co_filename == submission.__file__ else 0
    made = method()
    is_iterator = hasattr(type(made), "__next__")
    if is_iterator:
        exhausted(made, turns)
    elif hasattr(made, "close"):
        made.close()
    return "iterator" if is_iterator else "other", type(made).__name__, line


async def awaited(turns: int, value: object) -> object:
    """Await a ticket in a task of the loop."""
    return await submission.Ticket(turns, value)


def by_hand(turns: int, value: object) -> dict[str, object]:
    """Take from a ticket's `__await__` as an `await` does."""
    ticket = submission.Ticket(turns, value)
    return exhausted(ticket.__await__(), turns)


def default_value(turns: int) -> dict[str, object]:
    """Take from a ticket that was given no value."""
    return exhausted(submission.Ticket(turns).__await__(), turns)


def through_coroutines(turns: int, value: object, depth: int) -> dict[str, object]:
    """Send to a coroutine that awaits a coroutine, and so on, with a ticket at the bottom."""
    coroutine = nested(submission.Ticket(turns, value), depth)
    return exhausted(sends(coroutine), turns)


def again(turns: int, value: object) -> list[dict[str, object]]:
    """Await one ticket twice, one after the other."""
    ticket = submission.Ticket(turns, value)
    return [exhausted(sends(nested(ticket, 1)), turns) for _ in range(2)]


def together(turns: int, value: object) -> list[dict[str, object]]:
    """Await one ticket in two coroutines, which are sent to in turns."""
    ticket = submission.Ticket(turns, value)
    both = [sends(nested(ticket, 1)) for _ in range(2)]
    told: list[dict[str, object]] = [{} for _ in both]
    yielded: list[list[str]] = [[] for _ in both]
    for _ in range(turns + 5):
        for number, one in enumerate(both):
            if not told[number]:
                told[number] = stepped(one, yielded[number])
    for number, one in enumerate(both):
        one.close()
        told[number] = told[number] or {"yielded": yielded[number], "ended": False}
    return told


def given_up(turns: int, value: object, after: int) -> list[dict[str, object]]:
    """Give an `await` up after some suspensions, and await the same ticket once more.

    It ends as a task's does, by a cancellation. `close()` would be as good, but before Python 3.13
    it can't close a coroutine that is suspended within an async generator's `anext`.
    """
    ticket = submission.Ticket(turns, value)
    first = sends(nested(ticket, 1))
    yielded: list[str] = []
    for _ in range(after):
        stepped(first, yielded)
    first.give_up()
    return [exhausted(sends(nested(ticket, 1)), turns)]


def thrown(turns: int, after: int, kind: str, text: str) -> dict[str, object]:
    """Throw an error of a built-in kind into a suspended `await` and return what comes out."""
    coroutine = nested(submission.Ticket(turns, "value"), 1)
    for _ in range(after):
        coroutine.send(None)
    try:
        coroutine.throw(getattr(builtins, kind)(text))
    except StopIteration as end:
        return {"came": "returned", "text": repr(end.value)}
    except BaseException as error:
        return {"came": type(error).__name__, "text": str(error)}
    coroutine.close()
    return {"came": "suspended", "text": ""}


async def cancelled(turns: int, after: int) -> dict[str, object]:
    """Cancel a task that awaits a ticket, after some turns of the loop."""
    task = asyncio.create_task(awaited(turns, "value"))
    for _ in range(after + 1):
        await asyncio.sleep(0)
    task.cancel()
    waited = 0
    while not task.done() and waited < 2 * turns:
        await asyncio.sleep(0)
        waited += 1
    ended = task.done()
    if not ended:
        task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    if not task.cancelled() and (error := task.exception()) is not None:
        raise error
    return {"ended": ended, "cancelled": task.cancelled(), "turns": waited}


async def turns_of_the_loop(tickets: list[int]) -> list[int]:
    """Await tickets in a task each; return for how many turns of the loop each was away."""
    turn = 0

    async def count() -> None:
        nonlocal turn
        while turn < 10 * max(tickets):
            await asyncio.sleep(0)
            turn += 1

    async def one(turns: int) -> int:
        began = turn
        await submission.Ticket(turns)
        return turn - began

    counting = asyncio.create_task(count())
    try:
        return await asyncio.gather(*map(one, tickets))
    finally:
        counting.cancel()
        await asyncio.gather(counting, return_exceptions=True)


def made_only(tickets: list[int]) -> list[int]:
    """Make tickets and drop them; return the lines of coroutines that they had made and kept."""
    made = [submission.Ticket(turns, "value") for turns in tickets]
    kept = [one for ticket in made for one in getattr(ticket, "__dict__", {}).values()]
    return [line_of(one) for one in kept if inspect.iscoroutine(one)]


def line_of(coroutine: Coroutine[Any, Any, Any]) -> int:
    """Return the learner's line that made a coroutine, 0 where it isn't known."""
    origin = getattr(coroutine, "cr_origin", None) or ()
    return next((line for name, line, _ in origin if name == submission.__file__), 0)


async def nested(awaitable: Any, depth: int) -> Any:
    """Await something through so many coroutines."""
    if depth:
        return await nested(awaitable, depth - 1)
    return await awaitable


class Sends:
    """The steps of a coroutine, as an iterator."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        self.coroutine = coroutine

    def __iter__(self) -> Sends:
        return self

    def __next__(self) -> Any:
        return self.coroutine.send(None)

    def give_up(self) -> None:
        """Cancel the coroutine, as a task does; what comes of that is for others to judge."""
        with contextlib.suppress(BaseException):
            self.coroutine.throw(asyncio.CancelledError())
            self.coroutine.close()

    def close(self) -> None:
        """Close the coroutine."""
        self.coroutine.close()


def sends(coroutine: Coroutine[Any, Any, Any]) -> Sends:
    """Return the steps of a coroutine."""
    return Sends(coroutine)


def exhausted(steps: Iterator[Any], turns: int) -> dict[str, object]:
    """Take from an iterator up to its end, or a little beyond the turns that it may take."""
    yielded: list[str] = []
    told: dict[str, object] = {}
    while not told and len(yielded) < turns + 5 and set(yielded) <= {"None"}:
        told = stepped(steps, yielded)
    if not told and hasattr(steps, "close"):
        steps.close()
    return told or {"yielded": yielded, "ended": False}


def stepped(steps: Iterator[Any], yielded: list[str]) -> dict[str, object]:
    """Take one step; tell of the end where that was one."""
    try:
        one = next(steps)
    except StopIteration as end:
        return {"yielded": yielded, "ended": True, "value": end.value}
    if one is None:
        yielded.append("None")
    elif asyncio.isfuture(one):
        yielded.append("a future")
    else:
        yielded.append(f"an object of type {type(one).__name__}")
    return {}
