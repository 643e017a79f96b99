"""`python -m tests.bench [RUNS]`: what the judge costs, beside plain pytest on the same work."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from asynccourse.course.catalog import find_catalog
from asynccourse.course.exercise import Exercise
from asynccourse.judge.jobs import Job, Options
from asynccourse.judge.run import judge
from asynccourse.judge.source import read_source
from tests.bench import plainly
from tests.commands import REPOSITORY

SOLUTION = REPOSITORY / "solutions/03_gather/gather.py"
RENDEZVOUS = "all_in_flight_together"


def main() -> None:
    """Print every figure as a ratio within this run, and seconds only for orientation."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    check = ["check", "03", "--file", str(SOLUTION)]
    plain = plainly_judged(find_catalog().find("03"))
    compare("cold check 03 / plain pytest", asynccourse(check), plain, runs)
    all_at_once()
    warm_and_refused(runs)


def all_at_once() -> None:
    """Compare one check of many solutions with pytest run once for each, on its plain suite."""
    exercises = plainly.exercises()
    check = ["check", *(exercise.name for exercise in exercises), "--solutions"]
    runs = [plainly_judged(exercise) for exercise in exercises]
    what = f"check of {len(exercises)} solutions / a plain pytest for each"
    compare(what, asynccourse(check), lambda: sum(run() for run in runs), 3)


def plainly_judged(exercise: Exercise) -> Callable[[], float]:
    """Return a function that runs the plain suite on a solution and returns its seconds."""
    return command(plainly.command(exercise), plainly.environment(exercise.solution))


def asynccourse(arguments: list[str]) -> Callable[[], float]:
    """Return a function that runs the command and returns its seconds."""
    return command([sys.executable, "-m", "asynccourse", *arguments], os.environ)


def compare(what: str, ours: Callable[[], float], theirs: Callable[[], float], runs: int) -> None:
    """Time two things in turn and print the median of the ratios of the pairs."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(runs)]
    ratios = sorted(mine / other for mine, other in pairs)
    print(
        f"{what}: {statistics.median(ratios):.2f} (from {ratios[0]:.2f} to {ratios[-1]:.2f}); "
        f"their seconds / ours: {1 / statistics.median(ratios):.2f}; "
        f"medians {median(pairs, 0):.2f} s / {median(pairs, 1):.2f} s"
    )


def median(pairs: Sequence[tuple[float, float]], side: int) -> float:
    """Return the median of one side of the pairs."""
    return statistics.median(pair[side] for pair in pairs)


def command(arguments: list[str], environment: Mapping[str, str]) -> Callable[[], float]:
    """Return a function that runs a command and returns its seconds."""

    def run() -> float:
        began = time.perf_counter()
        subprocess.run(arguments, env=environment, stdout=subprocess.DEVNULL, check=True)
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
