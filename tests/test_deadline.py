"""An answer's time is what a busy machine lets it have, and not what passes meanwhile."""

from __future__ import annotations

import asyncio
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from asynccourse.judge.activity import waited
from asynccourse.judge.deadline import MOST, Deadline

LIMIT = 0.01


def looks(starved: Iterator[float]) -> tuple[bool, int]:
    """Let a deadline pass with these figures; return whether no more was added in the end, and how
    often they were looked at."""
    asked = 0

    def ask() -> float:
        nonlocal asked
        asked += 1
        return next(starved)

    async def wait() -> bool:
        over = asyncio.Event()
        deadline = Deadline(LIMIT, ask, over.set)
        deadline.start()
        await over.wait()
        return deadline.is_at_its_latest

    return asyncio.run(wait()), asked


@pytest.mark.parametrize(
    ("starved", "asked", "latest"),
    [
        ([0.0], 1, False),
        ([LIMIT, LIMIT], 2, False),
        ([LIMIT, 2 * LIMIT, 3 * LIMIT, 3 * LIMIT], 4, False),
        ([LIMIT * n for n in range(1, MOST + 2)], MOST + 1, True),
    ],
    ids=["not at all", "once", "again and again", "without end"],
)
def test_what_a_runner_waits_for_a_core_is_added_to_its_time(
    starved: list[float], asked: int, latest: bool
) -> None:
    """So often as there is more of it when the time is up, and up to a bound."""
    assert looks(itertools.chain(starved, itertools.repeat(starved[-1]))) == (latest, asked)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_the_system_says_how_long_a_process_has_waited_for_a_core() -> None:
    """Of two that compute on one core, each waits for the other, also in a thread or a child."""
    core = sorted(os.sched_getaffinity(0))[0]
    program = f"import os; os.sched_setaffinity(0, [{core}])\nwhile True: pass"
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {program!r}])"
    two = [
        subprocess.Popen([sys.executable, "-c", one], start_new_session=True)
        for one in (program, inner)
    ]
    try:
        while min(waited(one.pid) for one in two) < 0.1:
            pass
    finally:
        for one in two:
            os.killpg(one.pid, 9)
            one.wait()
