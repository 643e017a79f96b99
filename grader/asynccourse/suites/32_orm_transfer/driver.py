"""Connects the learner's models with the judge's database, and lets the judge see statements."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from tortoise import Tortoise
from tortoise.backends.sqlite.client import SqliteClient

from asynccourse.runner.frames import awaited_frames
from asynccourse.wall.forking import WATCHDOG

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

MODELS = "the_models"

OURS = ("MainThread", "wall", WATCHDOG)
"""Threads that are neither the learner's nor the database's."""


async def connect(path: str) -> None:
    """Open the database, for all tasks."""
    sys.modules[MODELS] = submission  # where the ORM looks for it
    await Tortoise.init(
        db_url=f"sqlite://{path}", modules={"models": [MODELS]}, _enable_global_fallback=True
    )
    await submission.Account.first()


async def close() -> None:
    """Close the database."""
    await Tortoise.close_connections()


def watch(statement: Callable[[str], Coroutine[Any, Any, None]]) -> None:
    """Have `statement` awaited before each statement, with its first word."""

    def watched(method: Callable[..., Coroutine[Any, Any, Any]]) -> Callable[..., Any]:
        async def execute(client: SqliteClient, query: str, *args: Any) -> Any:
            await statement(query.split(maxsplit=1)[0].upper())
            return await method(client, query, *args)

        return execute

    for name in ("execute_query", "execute_query_dict", "execute_insert", "execute_script"):
        setattr(SqliteClient, name, watched(getattr(SqliteClient, name)))


def standstill() -> tuple[int, list[list[str]]]:
    """Return the learner's line that waits, and the threads of learner and database.

    Of each thread: its id, its state, and how often it has stopped to wait, or for others. Where
    that stays the same from one look to another, and the state is S, it has waited all the time.
    """
    threads = [thread for thread in threading.enumerate() if thread.name not in OURS]
    return _waits_at(), [_status(str(thread.native_id)) for thread in threads]


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
