"""Sees, on the learner's side, threads and processes being started, sleeps, and how long another
task has to wait for its turn; and cancels."""

from __future__ import annotations

import asyncio
import inspect
import sys
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from types import FrameType
from typing import Any

from asynccourse.runner.harness import GRACE_TURNS

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

STARTS = {
    "_thread.start_new_thread": "thread",
    "_thread.start_joinable_thread": "thread",
    "os.fork": "process",
    "os.forkpty": "process",
    "os.posix_spawn": "process",
    "subprocess.Popen": "process",
}
"""The interpreter's own events for what starts one."""

started: list[tuple[str, int]] = []
asleep: list[tuple[float, int]] = []

ended: list[int] = []
"""Limits of the counts that go on together, as their counts end."""

began: dict[int, list[int]] = {}
"""By limit: those that had ended when such a count first slept."""

limit_of: ContextVar[int] = ContextVar("limit_of")
"""Which of those counts it is that runs: tasks that a count starts have it from there."""

went_on: list[float] = []
"""Seconds that the thread computed from a cancellation to the count's end, and then in each turn of
the loop, long after that."""

turns: list[float] = [0.0]
"""Seconds that the thread computed from each turn of another task to its next."""

never = asyncio.Event()
"""What nobody sets; kept here, for a task that only its own event knows is thrown away."""

over = asyncio.Event()
"""Set once whoever still counts does so for nobody: from then on, sleeps don't end."""

BUSY = 0.0005
"""Seconds: a turn in which less was computed is one of a loop that has little to do."""

PAUSE = 0.001
"""Seconds that the other task then asks to sleep: it must not keep an idle loop turning."""

ROUNDS = 3
"""Turns of the loop until a task whose sleep is over goes on: the one that is under way, the one in
which the loop sees to its timers, and the one in which the task is called."""

_sleep = asyncio.sleep
_nap = time.sleep
_computed = time.thread_time


def _note(event: str, args: tuple[Any, ...]) -> None:
    """Note what is about to be started, and where from; and don't let it."""
    kind = STARTS.get(event)
    if kind is None:
        return
    owner = getattr(args[0], "__self__", None) if args else None
    if type(owner).__module__ == "concurrent.futures.process":
        kind = "process"  # the thread that a pool of processes begins with
    started.append((kind, _line()))
    raise RuntimeError(f"this exercise is to be solved without another {kind}")


def _line() -> int:
    """Return the submission's line that is running, 0 without one."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == submission.__file__:
            return frame.f_lineno or 0
        frame = frame.f_back
    return 0


def seen() -> list[tuple[str, int]]:
    """Return what was about to be started: a thread or a process, and the line."""
    return started


def slept() -> tuple[float, int]:
    """Return the seconds for which it wanted to sleep, and the line that did so first."""
    return sum(seconds for seconds, _ in asleep), next((line for _, line in asleep), 0)


def cut_sleeps() -> None:
    """From now on, make every sleep as short as it can be, and add up what was asked for."""

    async def sleep(delay: float, result: object = None) -> object:
        _note_sleep(delay)
        if over.is_set() and _line():  # the harness itself sleeps, too
            await never.wait()
        return await _sleep(0, result)

    sleep.__qualname__ = "sleep"  # as it is called where it wasn't awaited
    _replace(_sleep, sleep)
    _replace(_nap, _watched_nap)


def _watched_nap(delay: float) -> None:
    """Sleep as `time.sleep` does, which holds the loop, and note it where the submission asked."""
    if delay > 0 and (line := _line()):
        asleep.append((delay, line))
    _nap(delay)


def _note_sleep(delay: float) -> None:
    """Note for how long it wants to sleep, and the first sleep of each count."""
    if delay > 0:
        asleep.append((delay, _line()))
    limit = limit_of.get(0)
    if limit and limit not in began:
        began[limit] = list(ended)


def _replace(old: Callable[..., object], new: Callable[..., object]) -> None:
    """Have a function called in another's place, by whichever name the submission knows it."""
    for module in (asyncio, time, submission):
        for name, value in list(vars(module).items()):
            if value is old:
                setattr(module, name, new)


def with_a_neighbour() -> None:
    """From now on, have another task wait for its turn beside each count."""
    count = submission.count_primes

    def counting(limit: int) -> object:
        result = count(limit)
        return _beside(result) if inspect.isawaitable(result) else result

    submission.count_primes = counting


async def _beside(counting: Any) -> object:
    neighbour = asyncio.ensure_future(_neighbour())
    try:
        return await counting
    finally:
        neighbour.cancel()


async def _neighbour() -> None:
    while True:
        await _turn(0, 1)
        if turns[-1] < BUSY:
            await _turn(PAUSE, ROUNDS)


async def _turn(pause: float, rounds: int) -> None:
    """Sleep, and note how much was computed in each of the loop's turns until this goes on."""
    before = _computed()
    try:
        await _sleep(pause)
    finally:
        turns.append((_computed() - before) / rounds)


def longest_turn() -> float:
    """Return for how many seconds at most others computed while that task waited for its turn."""
    return max(turns)


async def count_together(limits: list[int]) -> list[object]:
    """Count up to several limits in tasks that take turns from the first step on."""
    return await asyncio.gather(*map(_one_of_several, limits))


async def _one_of_several(limit: int) -> object:
    limit_of.set(limit)
    result = await submission.count_primes(limit)
    ended.append(limit)
    return result


def begun_after(limit: int) -> list[int]:
    """Return the limits whose counts first slept when the one to `limit` had ended."""
    return [one for one, before in began.items() if limit in before]


async def cancel_amidst(limit: int) -> str:
    """Cancel a count that has begun, and return how it ended.

    One that goes on all the same stops in its next sleep and is there for the judge to find,
    however long that takes to ask.
    """
    task = asyncio.ensure_future(_until_end(submission.count_primes(limit)))
    for _ in range(3):
        await _sleep(0)
    if task.done():
        return "done before"
    cancelled = _computed()
    task.cancel()
    await asyncio.wait([task])
    for _ in range(GRACE_TURNS):
        await _sleep(0)
    over.set()
    went_on[0] -= cancelled
    await _watch_turns()
    if task.cancelled():
        return "cancelled"
    error = task.exception()
    return f"returned {task.result()!r}" if error is None else f"raised {error!r}"


async def _until_end(counting: Awaitable[object]) -> object:
    """Await a count, and note the thread's time at its very end."""
    try:
        return await counting
    finally:
        went_on.append(_computed())


async def _watch_turns() -> None:
    """Note how much is computed in each of the loop's next turns."""
    for _ in range(GRACE_TURNS):
        before = _computed()
        await _sleep(0)
        went_on.append(_computed() - before)


def after_cancelling() -> tuple[float, int, int]:
    """Return the seconds computed from the cancellation to the end, and of how many turns long
    after that how many were busy; of a count that was done before, nothing."""
    until_end, *later = went_on if len(went_on) > 1 else [0.0]
    return until_end, len(later), sum(seconds > BUSY for seconds in later)


sys.addaudithook(_note)
