"""Likely causes: what a look at a submission's text adds to a refusal. They never decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from asynccourse.wall.messages import FindingKind


@dataclass(frozen=True)
class LikelyCause:
    """A sentence for the learner, and the codes of the refusals that it may explain."""

    text: str
    codes: frozenset[str]


def _cause(text: str, *codes: str) -> LikelyCause:
    return LikelyCause(text, frozenset(codes))


CAUSES: Final[dict[FindingKind, LikelyCause]] = {
    "not_awaited": _cause(
        "the call makes a coroutine and drops it: without `await` nothing of it runs",
        *("not_awaited", "wrong_result", "lost_exception", "wrong_exception"),
    ),
    "called_before_thread": _cause(
        "this call is made here, on the loop's thread, and only its result is handed to the "
        "thread: pass the function and its arguments apart, as in `to_thread(f, x)`",
        *("blocked_loop", "sequential", "wrong_thread", "wrong_process", "wrong_exception"),
    ),
    "blocking_call": _cause(
        "this call stops the whole loop until it returns; inside `async def`, await a version "
        "of it that doesn't, or move it into a thread",
        *("blocked_loop", "sequential", "too_slow", "hang", "wrong_thread", "wrong_result"),
    ),
    "nested_run": _cause(
        "`asyncio.run()` starts a loop of its own, which can't be done inside one: `await` the "
        "coroutine",
        *("wrong_exception", "not_awaited", "crashed"),
    ),
    "awaited_at_once": _cause(
        "the task is awaited as soon as it is made, so nothing else is started before it ends",
        *("sequential", "hang"),
    ),
    "await_in_loop": _cause(
        "an `await` in a loop waits for this one before the next turn begins",
        "sequential",
    ),
    "broad_except": _cause(
        "this catches CancelledError too, and doesn't raise it again: the cancellation ends here",
        *("swallowed_cancellation", "hang"),
    ),
}
"""Each kind of finding, and what it means."""
