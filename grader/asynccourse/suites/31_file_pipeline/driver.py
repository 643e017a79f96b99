"""Looks at the files, threads and tasks on the submission's side."""

from __future__ import annotations

import asyncio
import gc
import threading
import warnings
from pathlib import Path
from typing import Any

from asynccourse.runner.frames import awaited_frames
from asynccourse.wall.forking import WATCHDOG

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

OURS = ("MainThread", "wall", WATCHDOG)
"""Threads that are not the learner's."""

TURNS = 50
"""Turns of the loop in which a task that was cancelled has ended."""


def forgive_dropped_files() -> None:
    """Ignore files that Python itself closes, because nobody has them any more.

    A thread that opens a file can't be stopped. When nobody waits for it any longer, it drops the
    file that it then gets.
    """
    warnings.simplefilter("ignore", ResourceWarning)


def standstill() -> tuple[int, list[list[str]]]:
    """Return the learner's line that waits, and the learner's threads.

    Of each thread: its id, its state, and how often it has stopped to wait, or for others. Where
    that stays the same from one look to another, and the state is S, it has waited all the time.
    """
    threads = [thread for thread in threading.enumerate() if thread.name not in OURS]
    return _waits_at(), [_status(str(thread.native_id)) for thread in threads]


async def tasks_left() -> list[str]:
    """Return the names of the learner's coroutines whose tasks don't end."""
    for _ in range(TURNS):
        await asyncio.sleep(0)
    coroutines = [task.get_coro() for task in asyncio.all_tasks()]
    return [str(getattr(one, "__name__", "")) for one in coroutines if _is_learners(one)]


def open_files(folder: str) -> list[str]:
    """Return the names of the files of a folder that are open; none if the system doesn't tell."""
    gc.collect()  # the traceback of a cancellation may hold a file that nobody got
    try:
        leads = [_leads_to(end) for end in Path("/proc/self/fd").iterdir()]
    except OSError:
        return []
    return sorted(path.name for path in leads if path.parent == Path(folder))


def _leads_to(end: Path) -> Path:
    try:
        return end.readlink()
    except OSError:
        return end  # that of the listing itself, say


def _status(number: str) -> list[str]:
    try:
        lines = Path("/proc/self/task", number, "status").read_text().splitlines()
    except OSError:
        return [number, "gone"]
    wanted = ("State:", "voluntary_ctxt_switches:", "nonvoluntary_ctxt_switches:")
    return [number, *(line.split()[1] for line in lines if line.startswith(wanted))]


def _waits_at() -> int:
    for task in asyncio.all_tasks():
        for frame in reversed([*awaited_frames(task.get_coro())]):
            if frame.f_code.co_filename == submission.__file__:
                return frame.f_lineno or 0
    return 0


def _is_learners(coroutine: Any) -> bool:
    code = getattr(coroutine, "cr_code", None)
    return code is not None and code.co_filename == submission.__file__
