"""Classes for tests: folders of submissions, and `asynccourse grade` over them as people run it.

`python -m tests.grading grade …` is the command with a report of its own: every mark as a row.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from asynccourse.cli.start import main as asynccourse
from asynccourse.grading.book import Book
from asynccourse.reports.book.formats import FORMATS, Report
from tests.commands import REPOSITORY, Ran, run_command

SUITES = REPOSITORY / "grader/asynccourse/suites"
HELLO, GATHER = "01_hello_await/hello_await.py", "03_gather/gather.py"


def write_rows(book: Book, path: Path) -> None:
    """Write every mark as a row, and every total."""
    rows: list[Any] = []
    for one in book.students:
        for mark in book.marks(one.student.id):
            result = book.result(mark.student, mark.exercise)
            tests = [[t.name, t.code, t.points] for t in result.tests] if result else None
            rows.append(
                [mark.student, mark.exercise, mark.status, mark.code, mark.message, mark.line,
                 mark.points, mark.max_points, mark.path, mark.late, tests,
                 book.text(mark.student, mark.exercise)]
            )  # fmt: skip
    totals = {one.student.id: book.total(one.student.id) for one in book.students}
    path.write_text(json.dumps({"rows": rows, "totals": totals}))


def make_class(folder: Path, answers: Mapping[str, Mapping[str, str | Path]]) -> Path:
    """Write a class: by student, what their file of a name holds, as text or as another file."""
    for student, files in answers.items():
        (folder / student).mkdir(parents=True, exist_ok=True)
        for name, what in files.items():
            data = what.read_bytes() if isinstance(what, Path) else what.encode()
            (folder / student / name).write_bytes(data)
    return folder


def make_suite(folder: Path, text: str) -> Path:
    """Write a private suite, 41_secret, with one test."""
    suite = folder / "41_secret"
    suite.mkdir(parents=True, exist_ok=True)
    (suite / "exercise.toml").write_text(
        'title = "Secret"\nconcepts = []\nminutes = 5\npoints = 1\nhints = []\n'
        'stub = "not_implemented"\n[functions]\nwork = "sync"\n'
    )
    (suite / "test_secret.py").write_text(f"{text}\n")
    return suite


def command(*arguments: str | Path) -> list[str]:
    """Return the command line of `asynccourse grade` with these arguments.

    As confined as this machine can, unless they say otherwise: not every one has bubblewrap.
    """
    usual = ["--sandbox", "auto", "--format", "csv"]
    return [sys.executable, "-m", "tests.grading", "grade", *usual, *map(str, arguments)]


def grade(*arguments: str | Path, env: dict[str, str] | None = None) -> Ran:
    """Run `asynccourse grade` to its end."""
    return run_command(command(*arguments), env=env)


def told(ran: Ran, kind: str) -> list[Any]:
    """Return a kind of the events that a run told of."""
    every = [json.loads(line) for line in ran.out.splitlines()]
    return [event for event in every if event["event"] == kind]


def rows(out: Path) -> Any:
    """Return the marks of a graded class."""
    return json.loads((out / "rows.json").read_text())


@contextmanager
def running(
    *arguments: str | Path, env: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run `asynccourse grade --json` beside the test, which ends it if it doesn't end itself."""
    with subprocess.Popen(
        command(*arguments, "--json"),
        cwd=REPOSITORY,
        env=os.environ | (env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def events(process: subprocess.Popen[str], kind: str) -> Iterator[Any]:
    """Yield a kind of a running command's events, as they come."""
    assert process.stdout is not None
    for line in process.stdout:
        event = json.loads(line)
        if event["event"] == kind:
            yield event


def main() -> None:
    """Be `asynccourse`."""
    FORMATS["csv"] += (Report("rows.json", write_rows),)
    asynccourse()


if __name__ == "__main__":
    main()
