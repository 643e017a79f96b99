"""A process that never came to load the submission is no evidence against it."""

from __future__ import annotations

import asyncio
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from asynccourse.judge.process import ForkedRunner, Output, RunnerProcess
from asynccourse.judge.session import Session
from asynccourse.judge.source import Source
from asynccourse.judge.zygote import Zygote
from asynccourse.verdicts.refusal import GraderFault, Refusal
from asynccourse.wall.messages import FromRunner, Load, Loaded, Ready, Settings
from tests.attacks.forger import Forger

WORK = b"async def work(): pass\n"
ENDS = b"import os\nos._exit(1)\n"

LITTLE = 2**20
"""Bytes that aren't enough for a thread's stack."""


async def load(process: RunnerProcess, source: bytes, limit: float = 60.0) -> Loaded:
    """Have a runner load a submission. Raises `Refusal` and `GraderFault`."""
    session = Session(
        process, Source(Path("work.py"), source), virtual=True, scale=1.0, limit=limit
    )
    try:
        return await session.start(Load("work", "work.py", source, {"work": "async"}, Settings()))
    finally:
        await session.close()


def on_a_machine(source: bytes, change: Callable[[Zygote], None]) -> Loaded:
    """Have a submission loaded by a runner whose zygote was changed before."""

    async def judge() -> Loaded:
        zygote = Zygote()
        try:
            zygote.socket().close()  # an answer: it has started
            change(zygote)
            return await load(await ForkedRunner.start(zygote, Output(1_000), []), source)
        finally:
            zygote.close()

    return asyncio.run(judge())


def leave_little_memory(zygote: Zygote) -> None:
    """Let the zygote and its runners grow by next to nothing."""
    pid = zygote._process.pid
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + LITTLE
    resource.prlimit(pid, resource.RLIMIT_AS, (most, most))


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="limits a process from outside")


@linux_only
def test_a_machine_without_memory_for_a_runner_is_no_fault_of_the_answers() -> None:
    """Where the runner's own thread can't start, there is no verdict, and its last word is told."""
    with pytest.raises(GraderFault, match=r"no runner could be started: .*thread"):
        on_a_machine(WORK, leave_little_memory)


def test_an_answer_that_ends_its_process_is_refused() -> None:
    """The same exit status, from the submission itself, is held against it."""
    with pytest.raises(Refusal, match="while it was being loaded") as caught:
        on_a_machine(ENDS, lambda _: None)
    assert caught.value.code == "crashed"


@pytest.mark.parametrize(
    ("said", "ends", "raised"),
    [
        ([], False, GraderFault),
        ([], True, GraderFault),
        ([Ready()], False, Refusal),
        ([Ready()], True, Refusal),
        ([Ready(), Ready()], False, Refusal),
    ],
    ids=["never ready", "gone before", "ready and silent", "ready and gone", "ready twice"],
)
def test_whose_fault_it_is_hangs_on_whether_the_runner_was_ready(
    said: list[FromRunner], ends: bool, raised: type[Exception]
) -> None:
    """Time that is up, or an end, counts for the submission only once that is being loaded."""

    async def judge() -> Loaded:
        return await load(await Forger.start(said, ends=ends), WORK, limit=0.05)

    with pytest.raises(raised):
        asyncio.run(judge())
