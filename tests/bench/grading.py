"""`python -m tests.bench.grading [STUDENTS]... [--only NN]... [--jobs N]`: what grading costs.

Writes a class of each size and grades it, and prints for each: answers a minute, the memory of a
judging process when it begins and at its end, the grader's own, and how time grows from the first
size to the last.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.bench.class_of import write
from tests.grading import running
from tests.processes import judging

KILO = 1024


class Cost(NamedTuple):
    """What grading one class took."""

    students: int
    answers: int
    seconds: float
    first: int
    """KiB of the largest judging process, when the first verdicts came."""
    last: int
    """The same, when the last ones did."""
    grader: int
    """KiB of the grader itself, at most."""


def main() -> None:
    """Grade classes, and print what that took."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.grading")
    parser.add_argument("students", type=int, nargs="*", default=[10, 30])
    parser.add_argument("--only", action="append", default=[], metavar="NN")
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--sandbox", default="strict")
    asked = parser.parse_args()
    options = ["--jobs", asked.jobs, "--sandbox", asked.sandbox]
    options += [word for name in asked.only for word in ("--only", name)]
    costs = []
    for students in asked.students:
        with tempfile.TemporaryDirectory() as folder:
            write(students, Path(folder) / "class", seed=1, only=asked.only)
            costs.append(measure(Path(folder), options))
            tell(costs[-1])
    grow(costs[0], costs[-1])


def measure(folder: Path, options: list[str]) -> Cost:
    """Grade a class once and return what it took."""
    first = last = grader = 0
    began = time.perf_counter()
    with running(folder / "class", "--out", folder / "out", "--seed", "1", *options) as process:
        assert process.stdout is not None
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "started":
                students, answers = event["students"], event["answers"]
            if event["event"] == "judged" and (event["done"] % 20 == 0 or not first):
                last = max((memory(pid) for pid in judging(process.pid)), default=last)
                first = first or last
                grader = max(grader, memory(process.pid))
        process.wait()
    return Cost(students, answers, time.perf_counter() - began, first, last, grader)


def memory(pid: int) -> int:
    """Return what a process has of the machine's memory, in KiB; 0 for one that is gone."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def tell(cost: Cost) -> None:
    """Print one cost."""
    print(
        f"{cost.students:,} students, {cost.answers:,} answers: {cost.seconds:.0f} s, "
        f"{cost.answers / cost.seconds * 60:,.0f} answers a minute; a judging process has "
        f"{cost.first // KILO} MiB, then {cost.last // KILO}; the grader {cost.grader // KILO}",
        flush=True,
    )


def grow(small: Cost, large: Cost) -> None:
    """Print how time grows; 1.0 is linear, in answers."""
    if small is not large:
        ratio = (large.seconds / large.answers) / (small.seconds / small.answers)
        print(f"an answer of the large class takes {ratio:.2f} times one of the small one")


if __name__ == "__main__":
    main()
