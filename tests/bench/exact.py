"""`python -m tests.bench.exact [RUNS]`: how true the conducted clock and the meter of holds are.

Beside 0, 4 and 8 busy processes: how many of RUNS virtual durations deviate from the schedule by
more than a nanosecond, and how far from 30 ms a hold of 30 ms reads, waiting and computing.
"""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path

from asynccourse.course.exercise import Exercise
from asynccourse.dev.busy import busy_processes
from asynccourse.judge.jobs import Job, Options
from asynccourse.judge.run import judge
from asynccourse.judge.source import read_source
from asynccourse.verdicts.result import ExerciseResult

LOADS = (0, 4, 8)
PER_TEST = 50
"""Durations measured in one test, that is in one runner."""

EXERCISE = """
title = "Exact"
concepts = []
minutes = 5
points = 1
stub = "not_implemented"
hints = []
[functions]
gathered = "async"
in_turn = "async"
three_at_once = "async"
hold = "async"
[limits]
hold = 0.02
seconds = 60
"""

DURATIONS = f"""
import pytest
from asynccourse.judge import expect

UNEVEN = [0.6, 0.1, 0.1, 0.6, 0.1, 0.1, 0.6, 0.1, 0.1]
EVEN = [0.1] * 10

@pytest.mark.parametrize("name, jobs, seconds", [
    ("gathered", EVEN, 0.1), ("in_turn", EVEN, 1.0), ("three_at_once", UNEVEN, 0.9)])
async def test_exact(submission, witness, name, jobs, seconds):
    work = witness.timed("work", lambda number: jobs[number])
    for _ in range({PER_TEST}):
        began = witness.now
        read = await getattr(submission, name)(work, len(jobs))
        expect.equal((round(witness.now - began, 9), *read), (seconds,) * 3, name)
"""

HOLDS = """
async def test_hold_waiting(submission):
    await submission.hold("wait")

async def test_hold_computing(submission):
    await submission.hold("compute")
"""

SUBMISSION = """
import asyncio, time

async def timed(doing):
    clocks = asyncio.get_running_loop().time, time.monotonic
    began = [clock() for clock in clocks]
    await doing
    return [round(clock() - then, 9) for clock, then in zip(clocks, began)]

async def gathered(work, jobs):
    return await timed(asyncio.gather(*map(work, range(jobs))))

async def in_turn(work, jobs):
    async def each():
        for number in range(jobs):
            await work(number)
    return await timed(each())

async def three_at_once(work, jobs):
    gate = asyncio.Semaphore(3)
    async def one(number):
        async with gate:
            await work(number)
    return await timed(asyncio.gather(*map(one, range(jobs))))

async def hold(kind):
    end = time.thread_time() + 0.03
    if kind == "wait":
        time.sleep(0.03)
    else:
        while time.thread_time() < end:
            pass
"""


def main() -> None:
    """Print both, for each load."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        for load in LOADS:
            with busy_processes(load):
                durations(Path(folder), runs, load)
                holds(Path(folder), max(runs // 10, 10), load)


def durations(folder: Path, runs: int, load: int) -> None:
    """Print how many durations of each kind were measured, and in how many tests one deviated."""
    results = judged(folder, "durations", DURATIONS, math.ceil(runs / PER_TEST))
    tests = [test for result in results for test in result.tests]
    wrong = [test for test in tests if test.status != "passed"]
    print(f"load {load}: {len(tests) * PER_TEST} durations, {len(wrong)} tests with a deviation")
    for test in wrong[:3]:
        print(f"  {test.message}")


def holds(folder: Path, runs: int, load: int) -> None:
    """Print the longest deviation of a hold of 30 ms, and how often its kind was mistaken."""
    found = []
    for result in judged(folder, "holds", HOLDS, runs):
        for test in result.tests:
            wanted = "waited" if test.name.endswith("waiting") else "computed"
            for span in test.timeline.spans if test.timeline else []:
                found.append((abs(span.end - span.start - 0.03) * 1000, span.outcome == wanted))
    far = sum(deviation > 2 for deviation, _ in found)
    wrong = sum(not right for _, right in found)
    print(
        f"load {load}: {len(found)} of {2 * runs} holds of 30 ms seen, at most "
        f"{max(deviation for deviation, _ in found):.2f} ms off, {far} by over 2 ms, "
        f"{wrong} of the wrong kind"
    )


def judged(folder: Path, name: str, suite: str, runs: int) -> list[ExerciseResult]:
    """Judge the submission with a suite of ours, `runs` times."""
    suite_folder = folder / f"01_{name}"
    suite_folder.mkdir(exist_ok=True)
    (suite_folder / "exercise.toml").write_text(EXERCISE)
    (suite_folder / f"test_{name}.py").write_text(suite)
    answer = folder / "exact.py"
    answer.write_text(SUBMISSION)
    exercise = Exercise(suite_folder.name, folder, folder, folder)
    return judge([Job(n, exercise, read_source(answer)) for n in range(runs)], Options(seed=1))


if __name__ == "__main__":
    main()
