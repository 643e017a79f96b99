"""A class's policy, one TOML: which exercises count, for how much, by when, what lateness costs.

It says nothing of how answers are judged: marks come from verdicts when the book is read, so that
a changed policy needs no judging again.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from asynccourse.course.catalog import Catalog, UnknownExercise
from asynccourse.course.exercise import CourseError
from asynccourse.grading.moments import moment, zone
from asynccourse.grading.submission import Student
from asynccourse.grading.tables import enrolment, submissions

NAME = "grade.toml"
DEFAULT = "default"
"""The key of the deadline for every exercise that has none of its own."""

T = TypeVar("T")


class Late(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What it costs to hand in after the deadline."""

    percent: float = 100.0
    """Of the points, for each day or hour that has begun."""
    per: Literal["day", "hour"] = "day"
    grace_minutes: float = 0.0
    """So late counts as in time. Later than that, lateness counts from the deadline on."""
    most: float | None = None
    """After so many days or hours nothing counts any more; None for no such end."""
    cap_percent: float = 100.0
    """Lateness takes no more than that."""


class Extension(msgspec.Struct, frozen=True):
    """More time for one student: so many days after the deadline, or until a moment."""

    student: str
    days: float = 0.0
    until: datetime | None = None
    exercises: frozenset[str] | None = None
    """For these; None for all."""


class Policy(msgspec.Struct, frozen=True):
    """A policy that was read and found sound; exercises by their folders' names."""

    path: str = ""
    """The file that it was read from; empty where there is none."""
    exercises: frozenset[str] | None = None
    """Which count; None for all."""
    weights: dict[str, float] = {}
    points: dict[str, float] = {}
    """What an exercise gives at most, in the place of its suite's points."""
    total: float | None = None
    """What the whole gives at most."""
    deadlines: dict[str, datetime] = {}
    late: Late = Late()
    extensions: list[Extension] = []
    roster: dict[str, Student] = {}
    columns: dict[str, dict[str, str]] = {}
    """What else the roster says of each student, by the roster's own headings."""
    submitted: dict[tuple[str, str], datetime] = {}
    """When (student, exercise) was handed in; an empty exercise stands for all of them."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """The TOML's keys. Tables by exercise are looked at one entry at a time, to name the wrong."""

    exercises: list[str] | None = None
    total: float | None = None
    timezone: str = ""
    weights: dict[str, Any] = {}
    points: dict[str, Any] = {}
    deadlines: dict[str, Any] = {}
    late: Any = msgspec.field(default_factory=dict)
    extensions: list[Any] = []
    roster: str = ""
    times: str = ""


class _Extension(msgspec.Struct, forbid_unknown_fields=True):
    student: str
    days: float = 0.0
    hours: float = 0.0
    until: Any = None
    exercises: list[str] | None = None


def find_policy(submissions_path: Path) -> Path | None:
    """Return the policy that is meant where none is named: the one beside the submissions, or the
    one in the current folder."""
    every = (submissions_path.resolve().parent / NAME, Path(NAME))
    return next((path for path in every if path.is_file()), None)


def read_policy(path: Path, catalog: Catalog) -> Policy:
    """Read a policy, with its roster and times. Raises `CourseError`, which names file and key."""
    try:
        text = path.read_bytes().decode("utf-8")
        file = msgspec.toml.decode(text, type=_File)
    except OSError as error:
        raise CourseError(f"--policy {path} can't be read: {error.strerror}") from None
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise CourseError(f"{path}: {_plain(error)}") from None
    return _Reader(path, catalog, file).policy()


class _Reader:
    """Turns a file's keys into a policy, and knows how to say what is wrong with one."""

    def __init__(self, path: Path, catalog: Catalog, file: _File) -> None:
        self._path = path
        self._catalog = catalog
        self._file = file
        self._zone = zone(file.timezone, f"{path}: timezone") if file.timezone else None

    def policy(self) -> Policy:
        """Return the policy. Raises `CourseError`."""
        file, folder = self._file, self._path.parent
        if file.total is not None and file.total <= 0:
            raise self._wrong("total", "expected more than 0")
        roster, columns = enrolment(folder / file.roster) if file.roster else ({}, {})
        exercises = file.exercises
        return Policy(
            path=str(self._path),
            exercises=None if exercises is None else self._names("exercises", exercises),
            weights=self._numbers("weights", file.weights),
            points=self._numbers("points", file.points),
            total=file.total,
            deadlines=self._deadlines(),
            late=self._late(),
            extensions=[self._extension(n, one) for n, one in enumerate(file.extensions, 1)],
            roster=roster,
            columns=columns,
            submitted=self._times(folder / file.times) if file.times else {},
        )

    def _times(self, path: Path) -> dict[tuple[str, str], datetime]:
        return {
            (student, self._name(where, exercise) if exercise else ""): when
            for where, student, exercise, when in submissions(path, self._zone)
        }

    def _numbers(self, table: str, entries: dict[str, Any]) -> dict[str, float]:
        found = {}
        for name, entry in entries.items():
            where = f"{table}.{name}"
            number = self._take(where, entry, float)
            if not 0 <= number < float("inf"):
                raise self._wrong(where, "expected 0 or more")
            found[self._name(where, name)] = number
        return found

    def _deadlines(self) -> dict[str, datetime]:
        found = {}
        for name, entry in self._file.deadlines.items():
            where = f"deadlines.{name}"
            known = name if name == DEFAULT else self._name(where, name)
            found[known] = moment(entry, self._zone, f"{self._path}: {where}")
        return found

    def _late(self) -> Late:
        late = self._take("late", self._file.late, Late)
        for name in ("percent", "cap_percent"):
            if not 0 <= getattr(late, name) <= 100:
                raise self._wrong(f"late.{name}", "expected 0 to 100")
        for name in ("grace_minutes", "most"):
            if (getattr(late, name) or 0) < 0:
                raise self._wrong(f"late.{name}", "expected 0 or more")
        return late

    def _extension(self, number: int, entry: Any) -> Extension:
        where = f"extensions, number {number}"
        one = self._take(where, entry, _Extension)
        if (one.until is None) == (one.days + one.hours == 0):
            raise self._wrong(where, "expected either `days` or `hours`, or `until`")
        return Extension(
            student=one.student,
            days=one.days + one.hours / 24,
            until=one.until and moment(one.until, self._zone, f"{self._path}: {where}: until"),
            exercises=None if one.exercises is None else self._names(where, one.exercises),
        )

    def _names(self, where: str, names: list[str]) -> frozenset[str]:
        return frozenset(self._name(where, name) for name in names)

    def _name(self, where: str, name: str) -> str:
        try:
            return self._catalog.find(name).name
        except UnknownExercise as error:
            raise self._wrong(where, str(error)) from None

    def _take(self, where: str, entry: Any, kind: type[T]) -> T:
        try:
            return msgspec.convert(entry, kind)
        except msgspec.ValidationError as error:
            raise self._wrong(where, _plain(error)) from None

    def _wrong(self, where: str, what: str) -> CourseError:
        return CourseError(f"{self._path}: {where}: {what}")


def _plain(error: Exception) -> str:
    """Return what a decoder says, with the key before it."""
    what, at, place = str(error).partition(" - at `$")
    told = what[:1].lower() + what[1:]
    key = place.strip(".`")
    return f"{key}: {told}" if at and key else told
