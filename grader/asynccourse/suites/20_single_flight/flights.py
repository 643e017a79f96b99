"""Callers of a cache, and what is refused of what they and its loads saw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteError, RemoteObject
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness

NOTE_IT_DOWN = "Note down that the load has begun before the first `await`."
"""The way out where several find nothing, and all load."""

KEPT = "though its value had been loaded before"

AGAIN = "when it was asked for again after a load that had failed"

NOBODYS = (
    "The load belongs to no caller: let it run in a task of its own, and all callers wait for it."
)
"""The way out where the load is that of one caller."""

SHIELDED = (
    "Awaiting a task and being cancelled cancels the task: `await asyncio.shield(task)`. The load "
    "itself must run in no caller."
)
"""The way out where the load is cancelled with one caller."""

RETURNED = "Whether a load failed is known where it is awaited, and not by what it gave."
"""The way out where an exception that was returned is raised."""

EXACT = 1e-6
"""Seconds by which two moments on the test's clock may differ."""

ASKERS = 5
"""Callers at the same time, where the number doesn't matter."""


def draw(rng: Random, count: int) -> dict[str, str]:
    """Return keys with a value each."""
    return {
        f"key-{number}": f"value-{rng.randrange(10**6)}" for number in rng.sample(range(100), count)
    }


def draw_error(
    rng: Random, key: str, kind: Callable[[str], Exception] = ConnectionError
) -> Exception:
    """Return an error for the load of a key."""
    return kind(f"{key} can't be loaded: {rng.randrange(10**6)}")


def ask(cache: RemoteObject, key: str, count: int = ASKERS) -> list[RemoteCall]:
    """Start `count` callers that ask for the same key."""
    return [cache.call("get", key).start() for _ in range(count)]


def times(count: int) -> str:
    """Return how often, in words."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def loads_of(load: Service, key: str, wanted: int, when: str, *, cure: str = "") -> None:
    """Refuse unless a key has been loaded so many times."""
    calls = [call for call in load.calls if key in (*call.args, *call.kwargs.values())]
    called = f"called {times(len(calls))}" if calls else "never called"
    expect.true(
        len(calls) == wanted,
        "wrong_result",
        f"load({key!r}) was {called}, not {times(wanted)}, {when}",
        line=calls[-1].line if calls else 0,
        cure=cure,
    )


async def waiting(witness: Witness, load: Service, calls: Sequence[RemoteCall]) -> None:
    """Wait until all callers wait; refuse if one of them would wake by itself to look.

    One timer may wake nobody, and only warn: who looks again and again sets the next.
    """
    report = await witness.idle()
    if not load.calls:  # a caller that has failed before it could load has an error to tell of
        for call in calls:
            await call
    if load.in_flight and report.timer is not None:
        due = report.timer - EXACT
        await witness.until(lambda: witness.now >= due, "busy_wait", "a timer is set for ever")
        report = await witness.idle()
        expect.true(
            report.timer is None,
            "busy_wait",
            "while callers wait for a load, one timer is set after the other: somebody wakes to "
            "look whether it is done, instead of being woken by its end",
        )


def not_cancelled(outcome: Outcome, what: str, line: int, cure: str) -> None:
    """Refuse a caller that was cancelled along with another."""
    expect.true(
        outcome.kind != "cancelled",
        "wrong_exception",
        f"{what} ended with CancelledError, though nobody had cancelled it",
        line=line,
        cure=cure,
    )


async def all_get(
    calls: Sequence[RemoteCall], value: object, what: str, *, line: int = 0, cure: str = SHIELDED
) -> None:
    """Refuse unless each caller got the value; `line` is where they waited."""
    for call in calls:
        not_cancelled(await call.outcome(), what, line, cure)
        expect.equal(await call, value, what)


async def all_fail(calls: Sequence[RemoteCall], error: Exception, *, line: int = 0) -> None:
    """Refuse unless each caller got the error of the load that it waited for."""
    for call in calls:
        not_cancelled(await call.outcome(), "get(), whose load failed,", line, SHIELDED)
        with expect.raises(error, "get()"):
            await call


async def gives(call: RemoteCall, value: object, what: str) -> None:
    """Refuse unless a caller got the value; an exception that load returned is one, too."""
    outcome = await call.outcome()
    if not isinstance(value, Exception):
        expect.equal(await call, value, what)
        return
    expect.true(
        outcome.kind == "returned",
        "wrong_exception",
        f"{what} {outcome!s}, though load had returned {value!r}, and not raised it",
        line=outcome.error.line if outcome.error else 0,
        cure=RETURNED,
    )
    got = outcome.value
    expect.true(
        isinstance(got, RemoteError)
        and (got.kind, str(value)) == (type(value).__name__, *got.args),
        "wrong_result",
        f"{what} gave {expect.shown(got)}, not {value!r}",
    )
