"""`python -m tests.bench.alike FOLDER OUT [--way WAY]... [--against DIR] [--only NN]...`.

Grades the class in FOLDER one answer at a time, four at once, on a cluster of two workers, and four
at once beside eight busy processes, or in the ways that are named. Prints how long each took and
how many verdicts differ from the first way's, or from those in DIR, of an earlier grading of the
same class or a larger one: status, code and points, and each test's points. Ends with status 1
where one does. What is told of a verdict may differ, where an answer is wrong in more than one way
or at more than one line: how many do is printed. The results stay in OUT, a folder for each way.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeAlias

from asynccourse.dev.busy import busy_processes
from tests.cluster import cluster
from tests.commands import REPOSITORY
from tests.grading import command, rows

SEED = "1"

Row: TypeAlias = Sequence[Any]
Rows: TypeAlias = dict[tuple[str, str], Row]
WAYS = ("one", "four", "dask", "busy")

MOST = 20
"""Most differing verdicts that are printed."""


def main() -> None:
    """Grade, and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.alike")
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--way", action="append", choices=WAYS)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--only", action="append", default=[], metavar="NN")
    asked = parser.parse_args()
    options = ["--seed", SEED, "--quiet", *(word for one in asked.only for word in ("--only", one))]
    first = found(asked.against) if asked.against else {}
    wrong = 0
    for way in asked.way or WAYS:
        began = time.perf_counter()
        grade(asked.folder, asked.out / way, way, options)
        rows_ = found(asked.out / way)
        first = first or rows_
        wrong += tell(way, first, rows_, time.perf_counter() - began)
    sys.exit(bool(wrong))


def grade(class_: Path, out: Path, way: str, options: Sequence[str]) -> None:
    """Grade the class anew in one of the ways."""
    with ExitStack() as stack:
        jobs = ["--jobs", "1" if way == "one" else "4"]
        if way == "dask":
            jobs = ["--dask", stack.enter_context(cluster({})).address]
        if way == "busy":
            stack.enter_context(busy_processes(8))
        grading = command(class_, "--out", out, "--fresh", *options, *jobs)
        subprocess.run(grading, cwd=REPOSITORY, check=True)


def found(out: Path) -> Rows:
    """Return the rows of a graded class, by student and exercise."""
    return {(row[0], row[1]): row for row in rows(out)["rows"]}


def tell(way: str, first: Rows, these: Rows, seconds: float) -> int:
    """Print what was seen of one way, and return how many verdicts differ."""
    pairs = [(first[key], row) for key, row in these.items()]
    differing: list[tuple[Row, Row]] = []
    otherwise = 0
    for one, other in pairs:
        if verdict(one) != verdict(other):
            differing.append((one, other))
        elif reason(one) != reason(other):
            otherwise += 1
    print(
        f"{way}: {len(pairs):,} rows in {seconds:.0f} s, {len(differing)} differ, "
        f"{otherwise} with another line, or another code of a test's",
        flush=True,
    )
    for one, other in differing[:MOST]:
        print(f"- {one[:7]} {one[10]}\n+ {other[:7]} {other[10]}", flush=True)
    return len(differing)


def verdict(row: Row) -> list[Any]:
    """Return what must be the same of a row."""
    student, exercise, status, code, _, _, points, most, *_ = row
    tests = [(name, worth) for name, _, worth in row[10] or ()]
    return [student, exercise, status, code, points, most, tests]


def reason(row: Row) -> list[Any]:
    """Return the line that a row names, and the codes of its tests."""
    return [row[5], row[10]]


if __name__ == "__main__":
    main()
