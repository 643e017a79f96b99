"""An answer's time is what a busy machine lets it have, and not what passes meanwhile."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time

import pytest

from asynccourse.judge.activity import waited
from asynccourse.judge.deadline import Deadline

LIMIT = 0.05


def passes(starved: float) -> tuple[float, bool]:
    """Let a deadline pass while a runner waits for a core for this share of the time; return how
    many times its limit that took, and whether the machine was too busy."""

    async def wait() -> tuple[float, bool]:
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        began = loop.time()
        deadline = Deadline(LIMIT, lambda: starved * (loop.time() - began), over.set)
        deadline.start()
        await over.wait()
        return (loop.time() - began) / LIMIT, deadline.is_at_its_latest

    return asyncio.run(wait())


@pytest.mark.parametrize(
    ("starved", "least", "latest"),
    [(0.0, 1, False), (0.7, 1, False), (0.9, 2.5, False), (1.0, 5, True)],
    ids=["not at all", "much", "most of the time", "all the time"],
)
def test_a_runner_that_waits_for_a_core_is_given_more_time(
    starved: float, least: float, latest: bool
) -> None:
    """Until it has had a fair share of its limit; there is a bound, at which nobody can tell."""
    took, at_its_latest = passes(starved)
    assert took > 0.999 * least  # a timer may come a clock tick early
    assert at_its_latest == latest


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_the_system_says_how_long_a_process_has_waited_for_a_core() -> None:
    """Of two that compute on one core, each waits for the other, also in a child."""
    core = sorted(os.sched_getaffinity(0))[0]
    program = f"import os; os.sched_setaffinity(0, [{core}])\nwhile True: pass"
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {program!r}])"
    two = [
        subprocess.Popen([sys.executable, "-c", one], start_new_session=True)
        for one in (program, inner)
    ]
    try:
        while min(waited(one.pid) for one in two) < 0.1:
            time.sleep(0.01)
    finally:
        for one in two:
            os.killpg(one.pid, 9)
            one.wait()
