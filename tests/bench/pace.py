"""`python -m tests.bench.pace [STUDENTS] [--only NN]... [--jobs N]`: the pace of grading.

Writes a class over the exercises that have a plain suite, and grades it twice: with
`asynccourse grade --sandbox strict`, and with a `python -m pytest` process for each answer, as many
at a time. Prints how many answers a minute each has judged, their ratio, and how many verdicts were
not what the answer's kind says. What is hostile is left out: plain pytest has no defence.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from asynccourse.course.catalog import find_catalog
from asynccourse.course.exercise import Exercise
from tests.bench import plainly
from tests.bench.class_of import write
from tests.commands import REPOSITORY
from tests.grading import command, rows


class Answer(NamedTuple):
    """One student's answer to one exercise."""

    student: str
    exercise: Exercise
    path: Path
    right: bool


class Graded(NamedTuple):
    """How long a class took, and for each answer, in their order, whether it passed."""

    seconds: float
    passed: list[bool]


def main() -> None:
    """Grade a class in both ways, and compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pace")
    parser.add_argument("students", type=int, nargs="?", default=10)
    parser.add_argument("--only", action="append", default=[], metavar="NN")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    only = asked.only or [exercise.name for exercise in plainly.exercises()]
    # Some answers end themselves by a signal; where that leaves a core file, it is no part of this.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    with tempfile.TemporaryDirectory() as folder:
        answers = class_of(asked.students, Path(folder) / "class", only)
        ours = judged(answers, Path(folder), asked.jobs, only)
        print(f"{len(answers):,} answers, {asked.jobs} at a time", flush=True)
        tell("asynccourse grade --sandbox strict", answers, ours)
        theirs = tested(answers, asked.jobs)
        tell("a pytest process for each answer", answers, theirs)
    print(f"their seconds / ours: {theirs.seconds / ours.seconds:.2f}")


def class_of(students: int, folder: Path, only: Sequence[str]) -> list[Answer]:
    """Write a class without anything hostile, and return its answers."""
    write(students, folder, seed=1, only=only)
    kinds = json.loads(Path(f"{folder}-kinds.json").read_text())
    answers = []
    for student, name, kind in [(s, *pair) for s in kinds for pair in kinds[s].items()]:
        exercise = find_catalog().find(name)
        path = folder / student / name / f"{exercise.slug}.py"
        if kind == "hostile":
            path.unlink()
        elif kind != "missing":
            answers.append(Answer(student, exercise, path, is_right(kind, exercise, path)))
    return answers


def is_right(kind: str, exercise: Exercise, path: Path) -> bool:
    """Whether an answer should pass: where no wrong one blocks, a slow solution stands in."""
    return kind == "right" or (
        kind == "blocking" and exercise.solution.read_bytes() in path.read_bytes()
    )


def judged(answers: Sequence[Answer], folder: Path, jobs: int, only: Sequence[str]) -> Graded:
    """Grade a class as an instructor does, with the reports and all."""
    options = ["--sandbox", "strict", "--seed", "1", "--quiet", "--jobs", str(jobs)]
    options += [word for name in only for word in ("--only", name)]
    began = time.perf_counter()
    grading = command(folder / "class", "--out", folder / "out", *options)
    subprocess.run(grading, cwd=REPOSITORY, check=True)
    seconds = time.perf_counter() - began
    status = {(row[0], row[1]): row[2] for row in rows(folder / "out")["rows"]}
    return Graded(seconds, [status[a.student, a.exercise.name] == "passed" for a in answers])


def tested(answers: Sequence[Answer], jobs: int) -> Graded:
    """Run the plain suite of each answer, so many at a time."""
    began = time.perf_counter()
    with ThreadPoolExecutor(jobs) as pool:
        passed = list(pool.map(lambda one: plainly.passes(one.exercise, one.path), answers))
    return Graded(time.perf_counter() - began, passed)


def tell(what: str, answers: Sequence[Answer], graded: Graded) -> None:
    """Print the pace of one way, and how often it was wrong."""
    pairs = [(one.right, passed) for one, passed in zip(answers, graded.passed, strict=True)]
    print(
        f"{what}: {graded.seconds:.0f} s, {len(answers) / graded.seconds * 60:,.0f} a minute; "
        f"{pairs.count((True, False))} right ones refused, {pairs.count((False, True))} others "
        "passed",
        flush=True,
    )


if __name__ == "__main__":
    main()
