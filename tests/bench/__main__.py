"""`python -m tests.bench [RUNS]`: what the judge costs, beside plain pytest on the same work."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from asynccourse.course.catalog import find_catalog
from asynccourse.course.exercise import Exercise
from asynccourse.judge.jobs import Job, Options
from asynccourse.judge.run import judge
from asynccourse.judge.source import read_source
from tests.commands import REPOSITORY

SOLUTION = REPOSITORY / "solutions/03_gather/gather.py"
PLAIN = REPOSITORY / "tests/bench/plain_gather.py"
RENDEZVOUS = "all_in_flight_together"

# As lean as pytest gets, so that no ratio flatters: no plugin but the one that it needs.
PYTEST = ["-q", "-p", "no:cacheprovider", "-p", "pytest_asyncio.plugin", "-c", os.devnull]
PYTEST += ["-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=function"]


TEST = re.compile(r"^async def test_", re.MULTILINE)
FLOOR = """
import asyncio, importlib.util, pytest
spec = importlib.util.spec_from_file_location("answer", {solution!r})
spec.loader.exec_module(importlib.util.module_from_spec(spec))

@pytest.mark.parametrize("number", range({tests}))
async def test_nothing(number):
    await asyncio.sleep(0)
"""


def main() -> None:
    """Print every figure as a ratio within this run, and seconds only for orientation."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    asynccourse = [sys.executable, "-m", "asynccourse", "check"]
    plain = [sys.executable, "-m", "pytest", *PYTEST, str(PLAIN)]
    check = [*asynccourse, "03", "--file", str(SOLUTION)]
    compare("cold check 03 / plain pytest", command(check), command(plain), runs)
    whole_course(asynccourse)
    warm_and_refused(runs)


def whole_course(asynccourse: list[str]) -> None:
    """Compare the whole course with pytest run once per exercise, on a floor of its work.

    Each of those runs imports the solution and has as many tests as the suite has, which do
    nothing: what equivalent tests would sleep, compute and compare comes on top.
    """
    course = command([*asynccourse, "--all", "--solutions"])
    with tempfile.TemporaryDirectory() as folder:
        files = [floor(exercise, Path(folder)) for exercise in find_catalog().all()]
        runs = [command([sys.executable, "-m", "pytest", *PYTEST, str(file)]) for file in files]
        what = f"check --all --solutions / pytest {len(files)} times on tests that do nothing"
        compare(what, course, lambda: sum(run() for run in runs), 3)


def floor(exercise: Exercise, folder: Path) -> Path:
    """Write a file of empty tests, as many as an exercise's suite has, and return its path."""
    tests = len(TEST.findall(exercise.suite.read_text()))
    path = folder / f"test_{exercise.slug}.py"
    path.write_text(FLOOR.format(solution=str(exercise.solution), tests=tests))
    return path


def compare(what: str, ours: Callable[[], float], theirs: Callable[[], float], runs: int) -> None:
    """Time two things in turn and print the median of the ratios of the pairs."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(runs)]
    ratios = sorted(mine / other for mine, other in pairs)
    print(
        f"{what}: {statistics.median(ratios):.2f} (from {ratios[0]:.2f} to {ratios[-1]:.2f}); "
        f"medians {median(pairs, 0):.2f} s / {median(pairs, 1):.2f} s"
    )


def median(pairs: Sequence[tuple[float, float]], side: int) -> float:
    """Return the median of one side of the pairs."""
    return statistics.median(pair[side] for pair in pairs)


def command(arguments: list[str]) -> Callable[[], float]:
    """Return a function that runs a command and returns its seconds."""

    def run() -> float:
        began = time.perf_counter()
        subprocess.run(
            arguments,
            env=os.environ | {"ANSWER": str(SOLUTION), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return time.perf_counter() - began

    return run


def warm_and_refused(runs: int) -> None:
    """Print the time of a passing rendezvous test in a warm judge, and that of its refusal."""
    exercise = find_catalog().find("03")
    jobs = [
        Job(number, exercise, read_source(SOLUTION if number % 2 else exercise.stub))
        for number in range(6 * runs)
    ]
    results = judge(jobs, Options(seed=1))
    seconds: dict[str, list[float]] = {"passed": [], "failed": []}
    for result in results:
        test = next(test for test in result.tests if test.name == RENDEZVOUS)
        seconds[test.status].append(test.seconds)
    passed, refused = (statistics.median(seconds[status]) for status in ("passed", "failed"))
    print(f"a passing rendezvous test in a warm judge: {passed * 1000:.1f} ms")
    print(f"refused as sequential / passed: {refused / passed:.2f}")


if __name__ == "__main__":
    main()
