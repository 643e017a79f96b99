"""What a grader keeps: the class as it was found, and every verdict as it came.

A verdict is kept under its key, a digest of all that it depends on, and not under a student. So
equal answers are judged once, and an answer that comes back has its verdict.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import msgspec

from asynccourse.grading.book import Enrolled, Run
from asynccourse.grading.task import FATAL, results
from asynccourse.verdicts.result import ExerciseResult, Status


class Cell(msgspec.Struct, frozen=True):
    """What a student handed in for an exercise: an answer, or the reason why there is none."""

    exercise: str
    path: str = ""
    data: bytes | None = None
    key: str | None = None
    code: str | None = None
    message: str = ""


class Row(msgspec.Struct, frozen=True):
    """One cell with its verdict, as far as marks need it; `status` is None before there is one."""

    student: str
    exercise: str
    path: str
    status: Status | None
    code: str | None
    message: str
    line: int | None
    points: int
    max_points: int
    seconds: float


class Pending(msgspec.Struct, frozen=True):
    """An answer that has no verdict, and who handed it in."""

    key: str
    exercise: str
    students: list[str]
    reason: str
    """Why an earlier attempt gave none; empty where there was no attempt."""


class Store:
    """The tables of an open database. Each method is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def begin_run(self, run: Run) -> int:
        """Note that a run begins, and return its number."""
        data = msgspec.json.encode(run)
        return self._db.execute("INSERT INTO run (data) VALUES (?)", (data,)).lastrowid or 0

    def end_run(self, number: int) -> None:
        """Note that a run has come to its end."""
        self._db.execute("UPDATE run SET ended = ? WHERE number = ?", (_now(), number))

    def last_run(self) -> Run | None:
        """Return the record of the run before this one; None before the first."""
        found = self._db.execute("SELECT data FROM run ORDER BY number DESC LIMIT 1").fetchone()
        return msgspec.json.decode(found[0], type=Run) if found else None

    def take_in(self, found: Iterable[tuple[Enrolled, list[Cell]]]) -> list[str]:
        """Replace the class by the one that was found now, all at once; return who is gone.

        A verdict that says no more than that judging processes died holds for those it was found
        with: where somebody else has handed in the same, it is dropped.
        """
        with self._transaction():
            known = self._fatal()
            before = {row[0] for row in self._db.execute("SELECT id FROM student")}
            self._db.execute("DELETE FROM student")
            self._db.execute("DELETE FROM cell")
            for enrolled, cells in found:
                self._put(enrolled, cells)
            now = {row[0] for row in self._db.execute("SELECT id FROM student")}
            for key in {key for key, _ in self._fatal() - known}:
                self._db.execute("DELETE FROM verdict WHERE key = ?", (key,))
        return sorted(before - now)

    def _fatal(self) -> set[tuple[str, str]]:
        """Return the keys under which such a verdict is kept, each with who handed that in."""
        rows = self._db.execute(
            "SELECT key, student FROM cell JOIN verdict USING (key) "
            "WHERE verdict.code = 'crashed' AND verdict.message LIKE ?",
            (f"{FATAL}%",),
        )
        return set(rows)

    def _put(self, enrolled: Enrolled, cells: list[Cell]) -> None:
        who = enrolled.student.id
        self._db.execute("INSERT INTO student VALUES (?, ?)", (who, msgspec.json.encode(enrolled)))
        for cell in cells:
            digest = None
            if cell.data is not None:
                digest = hashlib.sha256(cell.data).hexdigest()
                self._db.execute(
                    "INSERT OR IGNORE INTO answer VALUES (?, ?)", (digest, zlib.compress(cell.data))
                )
            self._db.execute(
                "INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?)",
                (who, cell.exercise, cell.path, digest, cell.key, cell.code, cell.message),
            )

    def students(self) -> list[Enrolled]:
        """Return the class, in the order of the ids."""
        rows = self._db.execute("SELECT data FROM student ORDER BY id")
        return [msgspec.json.decode(row[0], type=Enrolled) for row in rows]

    def pending(self, exercises: Collection[str]) -> list[Pending]:
        """Return the answers to these exercises that have no verdict, student by student."""
        rows = self._db.execute(
            "SELECT cell.key, cell.exercise, cell.student, coalesce(verdict.message, '') "
            "FROM cell LEFT JOIN verdict USING (key) "
            "WHERE cell.key IS NOT NULL AND coalesce(status, 'inconclusive') = 'inconclusive' "
            "ORDER BY cell.student, cell.exercise"
        )
        found: dict[str, Pending] = {}
        for key, exercise, student, reason in rows:
            if exercise in exercises:
                one = found.setdefault(key, Pending(key, exercise, [], reason))
                one.students.append(student)
        return list(found.values())

    def answers(self, exercises: Collection[str]) -> int:
        """Return how many answers to these exercises were handed in."""
        rows = self._db.execute("SELECT exercise FROM cell WHERE key IS NOT NULL")
        return sum(exercise in exercises for (exercise,) in rows)

    def data(self, key: str) -> bytes:
        """Return the answer that a key's verdict is on."""
        (data,) = self._db.execute(
            "SELECT data FROM answer JOIN cell USING (digest) WHERE key = ? LIMIT 1", (key,)
        ).fetchone()
        return zlib.decompress(data)

    def record(self, verdicts: Iterable[tuple[str, ExerciseResult]]) -> None:
        """Keep verdicts under their keys. Once this returns they are there, whatever happens."""
        with self._transaction():
            for key, result in verdicts:
                self._db.execute(
                    "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        key,
                        result.exercise,
                        result.status,
                        result.code,
                        result.message,
                        result.line,
                        result.points,
                        result.max_points,
                        result.seconds,
                        _now(),
                        zlib.compress(msgspec.json.encode(result)),
                    ),
                )

    def rows(self, student: str | None = None) -> Iterator[Row]:
        """Yield the cells with their verdicts: of the class, or of one student."""
        where = "" if student is None else "WHERE cell.student = ? "
        rows = self._db.execute(
            "SELECT cell.student, cell.exercise, path, "
            "CASE WHEN cell.code IS NULL THEN status ELSE 'failed' END, "
            "coalesce(cell.code, verdict.code), coalesce(verdict.message, cell.message), line, "
            "coalesce(points, 0), coalesce(max_points, 0), coalesce(seconds, 0.0) "
            f"FROM cell LEFT JOIN verdict USING (key) {where}ORDER BY cell.student, cell.exercise",
            () if student is None else (student,),
        )
        for row in rows:
            yield Row(*row)

    def result(self, student: str, exercise: str) -> ExerciseResult | None:
        """Return a whole verdict, with the path of this student's file; None without one."""
        found = self._db.execute(
            "SELECT result, path FROM cell JOIN verdict USING (key) WHERE student = ? AND "
            "cell.exercise = ?",
            (student, exercise),
        ).fetchone()
        if found is None:
            return None
        result = results.decode(zlib.decompress(found[0]))
        return msgspec.structs.replace(result, file=found[1])

    def text(self, student: str, exercise: str) -> str:
        """Return the text of an answer; empty without one."""
        found = self._db.execute(
            "SELECT data FROM cell JOIN answer USING (digest) WHERE student = ? AND exercise = ?",
            (student, exercise),
        ).fetchone()
        return zlib.decompress(found[0]).decode("utf-8", "replace") if found else ""

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
