"""`python -m tests.bench.alike FOLDER [--only NN]...`: one class, graded in every way there is.

Grades the class in FOLDER one answer at a time, four at once, on a cluster of two workers, and four
at once beside eight busy processes. Prints how long each took and how many verdicts differ from the
first: status, code, line, points, and the tests' own. What a sentence measures may differ. Ends
with status 1 where a verdict does.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from asynccourse.dev.busy import busy_processes
from tests.cluster import cluster
from tests.commands import REPOSITORY
from tests.grading import command, rows

SEED = "1"
WAYS = ("--jobs 1", "--jobs 4", "--dask", "--jobs 4, beside 8 busy processes")
MOST = 20
"""Most differing verdicts that are printed."""


def main() -> None:
    """Grade, and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.alike")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", action="append", default=[], metavar="NN")
    asked = parser.parse_args()
    options = ["--seed", SEED, "--quiet", *(word for one in asked.only for word in ("--only", one))]
    with tempfile.TemporaryDirectory() as folder:
        first: list[Any] = []
        wrong = 0
        for way in WAYS:
            began = time.perf_counter()
            found = graded(asked.folder, Path(folder) / "out", way, options)
            first = first or found
            wrong += tell(way, first, found, time.perf_counter() - began)
        sys.exit(bool(wrong))


def graded(class_: Path, out: Path, way: str, options: Sequence[str]) -> list[Any]:
    """Return the rows of the class, graded anew in one of the ways."""
    with ExitStack() as stack:
        jobs = ["--jobs", "1" if way.endswith(" 1") else "4"]
        if way == "--dask":
            jobs = ["--dask", stack.enter_context(cluster({})).address]
        if "busy" in way:
            stack.enter_context(busy_processes(8))
        grading = command(class_, "--out", out, "--fresh", *options, *jobs)
        subprocess.run(grading, cwd=REPOSITORY, check=True)
    return list(rows(out)["rows"])


def tell(way: str, first: Sequence[Any], found: Sequence[Any], seconds: float) -> int:
    """Print what was seen of one way, and return how many verdicts differ."""
    pairs = zip(first, found, strict=True)
    differing = [pair for pair in pairs if list(verdict(pair[0])) != list(verdict(pair[1]))]
    print(f"{way}: {len(found):,} rows in {seconds:.0f} s, {len(differing)} differ", flush=True)
    for one, other in differing[:MOST]:
        print(f"- {one[:7]}\n+ {other[:7]}", flush=True)
    return len(differing)


def verdict(row: Sequence[Any]) -> Iterator[Any]:
    """Yield what must be the same of a row: all but its sentence and its file's text."""
    student, exercise, status, code, _, line, points, most, *_ = row
    yield from (student, exercise, status, code, line, points, most, row[10])


if __name__ == "__main__":
    main()
