"""A small class that was really judged, with a student who writes what no report must obey."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from asynccourse.course.catalog import Catalog, find_catalog
from asynccourse.grading.book import Book, Enrolled, Graded, Mark, Run
from asynccourse.grading.submission import Student
from asynccourse.judge.jobs import Job, Options
from asynccourse.judge.source import Source
from asynccourse.verdicts.result import ExerciseResult
from tests.commands import TIMEOUT

EVIL = """<script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)>\
</pre></script ><!--<script |`**b**` [x](http://evil.example) @octocat ]]> %0A::error::x"""
"""What no page, table, document or workflow may take for its own."""

FORGED = "\\n::error file=x::forged\\n::stop-commands::x\\n  ##[add-path]/tmp\\n"

PRINTS = f"""
import asyncio
EVIL = {EVIL!r}
async def fetch_all(fetch, keys):
    print(EVIL)
    print("{FORGED}\\x1b[31m\\x00\\u202e\\ud800[[ATTACHMENT|/etc/passwd]]")
    try:
        await fetch(EVIL)
    except KeyError:
        pass
    return [await fetch(key) for key in keys]  # <script>alert(6)</script> ::error::y
"""

RAISES = f"""
async def greet(name, delay):
    raise ValueError({EVIL!r} + "{FORGED}")  # {EVIL}
"""

ANSWERS = {
    "anna": {"01_hello_await": "solution", "03_gather": "solution", "17_semaphore": "solution"},
    "bert": {
        "01_hello_await": "sequential__one_lock",
        "03_gather": "stub",
        "17_semaphore": "unbounded__no_limit",
    },
    "evil": {"01_hello_await": RAISES, "03_gather": PRINTS},
    "zoe": {"01_hello_await": "stub"},
}
"""Students, and what they hand in: a known answer by its name, or a text."""

NAMES = {
    "anna": Student("anna", "Anna Ångström", "anna@example.org", "101"),
    "bert": Student("bert", "-Bert; =1+1, \"the\" | 'b'", "bert@example.org", "102"),
    "evil": Student('=cmd|"/C calc"!A0\n\r::error::x\udcff', EVIL, "@sum(A1)", "\uff1d1"),
    "zoe": Student("../../zoe"),
}


class MemoryBook(Book):
    """A book of what it is given."""

    def __init__(self, exercises: Sequence[Graded], students: Sequence[Enrolled]) -> None:
        self.run = Run(
            version="0.0",
            python="3.12",
            system="Linux",
            seed=7,
            sandbox="namespaces",
            jobs=2,
            started=datetime(2026, 5, 4, 12, 30, tzinfo=UTC),
            submissions="submissions",
        )
        self.exercises = exercises
        self.students = students
        self.marked: dict[tuple[str, str], Mark] = {}
        self.results: dict[tuple[str, str], ExerciseResult] = {}
        self.texts: dict[tuple[str, str], str] = {}

    def mark(self, student: str, exercise: str) -> Mark | None:
        """Return a mark that was put in."""
        return self.marked.get((student, exercise))

    def result(self, student: str, exercise: str) -> ExerciseResult | None:
        """Return a result that was put in."""
        return self.results.get((student, exercise))

    def text(self, student: str, exercise: str) -> str:
        """Return a text that was put in."""
        return self.texts.get((student, exercise), "")

    def put(self, student: str, result: ExerciseResult, text: str) -> None:
        """Put a result in, with its mark."""
        at = student, result.exercise
        self.results[at], self.texts[at] = result, text
        self.marked[at] = mark_of(student, result, f"{student}/{result.exercise[3:]}.py")

    def of(self, *students: str) -> MemoryBook:
        """Return the book of some of its students."""
        chosen = [one for one in self.students if one.student.id in students]
        book = MemoryBook(self.exercises, chosen)
        book.marked, book.results, book.texts = self.marked, self.results, self.texts
        return book


def mark_of(student: str, result: ExerciseResult, path: str) -> Mark:
    """Return the mark that a result gives, without weights and lateness."""
    return Mark(
        student=student,
        exercise=result.exercise,
        status=result.status,
        code=result.code,
        message=result.message,
        line=result.line,
        points=result.points,
        max_points=result.max_points,
        earned=result.points,
        seconds=result.seconds,
        path=path,
    )


def judged_class(file: Path) -> MemoryBook:
    """Judge the class, unless `file` has its results already."""
    catalog = find_catalog()
    if not file.exists():
        command = [sys.executable, "-m", "tests.books", str(file)]
        subprocess.run(command, timeout=TIMEOUT, check=True)
    results = iter(msgspec.json.decode(file.read_bytes(), type=list[ExerciseResult]))
    names = list(ANSWERS["anna"])
    book = MemoryBook([graded(catalog, name) for name in names], enrolled())
    for student, answers in ANSWERS.items():
        for name in answers:
            book.put(NAMES[student].id, next(results), answer(catalog, student, name))
    missing = mark_of(NAMES["evil"].id, result_missing(names[2]), "")
    book.marked[missing.student, missing.exercise] = missing
    return book


def graded(catalog: Catalog, name: str) -> Graded:
    """Return an exercise as a column."""
    file = catalog.find(name).file
    return Graded(name, file.title, file.part, file.points)


def enrolled() -> list[Enrolled]:
    """Return the class's students."""
    note = f"zoe.zip: {EVIL} is no file name that can be taken"
    when = datetime(2026, 5, 3, 23, 59, tzinfo=UTC)
    return [
        Enrolled(one, "bare files", when, note if name == "zoe" else "")
        for name, one in NAMES.items()
    ]


def result_missing(exercise: str) -> ExerciseResult:
    """Return the result of an exercise that was not handed in."""
    told = "there is no answer to it"
    return ExerciseResult(exercise, "failed", "not_submitted", told, None, 0, 10, 0.0, [])


def answer(catalog: Catalog, student: str, exercise: str) -> str:
    """Return the text that a student hands in."""
    asked, chosen = catalog.find(exercise), ANSWERS[student][exercise]
    if "\n" in chosen:
        return chosen
    known = {"solution": asked.solution, "stub": asked.stub}
    path = known.get(chosen, asked.suite_folder / "wrong" / f"{chosen}.py")
    return path.read_text("utf-8")


def main() -> None:
    """Judge every answer, in the order of the students."""
    from asynccourse.judge.run import judge  # noqa: PLC0415 - imports pytest, here alone

    catalog = find_catalog()
    asked = [(student, name) for student, answers in ANSWERS.items() for name in answers]
    jobs = [
        Job(number, catalog.find(name), source(catalog, student, name))
        for number, (student, name) in enumerate(asked)
    ]
    results = judge(jobs, Options(seed=7))
    Path(sys.argv[1]).write_bytes(msgspec.json.encode(results))


def source(catalog: Catalog, student: str, exercise: str) -> Source:
    """Return what a student hands in as the judge takes it."""
    text = answer(catalog, student, exercise)
    return Source(Path(student) / f"{exercise[3:]}.py", text.encode())


if __name__ == "__main__":
    main()
