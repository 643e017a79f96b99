"""Runs a command, and looks at what is left of it in the very moment in which the call ends."""

from __future__ import annotations

import asyncio
import os
import threading
from contextlib import chdir
from pathlib import Path
from typing import Any

from asynccourse.runner.frames import awaited_frames

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

left = {"children": 0, "pipes": 0, "before": 0}


async def run(argv: list[str], timeout: float | None) -> Any:
    """Run a command."""
    left["before"] = pipes()
    try:
        return await submission.run_command(argv, timeout)
    finally:
        # Now, before the loop turns again: later the loop itself would have tidied up.
        left.update(children=children(), pipes=new_pipes())


async def run_there(folder: str, name: str, value: str, argv: list[str]) -> Any:
    """Run a command in this folder, with this variable in the environment."""
    os.environ[name] = value
    with chdir(folder):
        return await run(argv, None)


def at_the_end() -> dict[str, int]:
    """Return how many children and open pipes there were when the last run ended."""
    return left


async def pipes_later(seconds: float) -> int:
    """Return how many pipes of the last run are still open when these seconds have passed."""
    for _ in range(round(seconds / 0.01)):
        if not new_pipes():
            break
        await asyncio.sleep(0.01)
    return new_pipes()


async def pause(seconds: float) -> None:
    """Let these seconds go by on the loop: other timers of as long a time are then over."""
    await asyncio.sleep(seconds)


def new_pipes() -> int:
    """Return how many more ends of pipes are open than before the last run."""
    return max(pipes() - left["before"], 0)


def standstill(notes: list[str]) -> tuple[int, int, list[Any], list[Any]]:
    """Return the learner's line that waits, how many threads wait for a child, the children, and
    the processes whose ids are in these files.

    Of each process: its id, its state, and how often it has stopped to wait, or for others. Where
    that stays the same from one look to another, and the state is S, it has waited all the time,
    and no signal is on its way to it.
    """
    watchers = sum("waitpid" in thread.name for thread in threading.enumerate())
    noted = [Path(note).read_text() for note in notes if Path(note).exists()]
    children = [_status(number) for number in _children()]
    return _waits_at(), watchers, children, [_status(number) for number in noted]


def _children() -> list[str]:
    lists = Path("/proc/self/task").glob("*/children")
    return [number for one in lists for number in _read(one).split()]


def _read(told: Path) -> str:
    try:
        return told.read_text()
    except OSError:
        return ""  # the thread has ended since: what it started is another thread's now


def _status(number: str) -> tuple[str, ...]:
    try:
        lines = Path("/proc", number, "status").read_text().splitlines()
    except OSError:
        return (number, "gone")
    wanted = ("State:", "voluntary_ctxt_switches:", "nonvoluntary_ctxt_switches:")
    return (number, *(line.split()[1] for line in lines if line.startswith(wanted)))


def _waits_at() -> int:
    for task in asyncio.all_tasks():
        for frame in reversed([*awaited_frames(task.get_coro())]):
            if frame.f_code.co_filename == submission.__file__:
                return frame.f_lineno or 0
    return 0


def children() -> int:
    """Return 1 if there is a child that nobody has waited for, living or dead; else 0."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return 0
    return 1


def pipes() -> int:
    """Return how many ends of pipes are open here; 0 where the system doesn't tell."""
    try:
        return sum(_leads_to(end).startswith("pipe:") for end in Path("/proc/self/fd").iterdir())
    except OSError:
        return 0


def _leads_to(end: Path) -> str:
    try:
        return str(end.readlink())
    except OSError:
        return ""  # that of the listing itself, say
