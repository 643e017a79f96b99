"""What happens while a class is graded, as it is told: to a display, or line by line as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from asynccourse.sandbox.level import Level
from asynccourse.verdicts.result import Status


class Event(msgspec.Struct, frozen=True, tag_field="event", tag=str.lower):
    """Something that happened. In JSON, `event` is its kind in small letters."""


class Note(Event, frozen=True):
    """Something that is worth saying once."""

    text: str


class Started(Event, frozen=True):
    """The class was read, and what is to be judged is known."""

    submissions: str
    layout: str
    students: int
    exercises: int
    answers: int
    """Answers that were handed in to these exercises."""
    kept: int
    """Those of them whose verdict stands from an earlier run."""
    different: int
    """How many different ones the others are: each of these is judged once."""
    seed: int
    sandbox: Level
    where: str
    """Where it is judged, in a few words."""
    database: str


class Judging(Event, frozen=True):
    """An answer was handed to whoever judges it."""

    exercise: str
    students: list[str]


class Died(Event, frozen=True):
    """A judging process was lost over an answer, and replaced."""

    exercise: str
    students: list[str]
    how: str


class Judged(Event, frozen=True):
    """A verdict was kept; of each student who handed in these very bytes."""

    exercise: str
    students: list[str]
    status: Status
    code: str | None
    message: str
    points: int
    max_points: int
    seconds: float
    done: int
    """Answers with a verdict, those kept from earlier runs included."""
    answers: int


class Fault(Event, frozen=True):
    """An answer got no verdict, by no fault of its own. It is tried again at the next start."""

    exercise: str
    students: list[str]
    reason: str


class Student(Event, frozen=True):
    """The last answer of a student has its verdict."""

    student: str
    points: float
    max_points: float


class Finished(Event, frozen=True):
    """The end of a run."""

    status: int
    """The exit status."""
    answers: int
    judged: int
    """Answers that were given a verdict in this run."""
    different: int
    """How many different ones those are."""
    kept: int
    unjudged: int
    """Answers without a verdict."""
    seconds: float
    stopped: bool
    """Whether it ended before all was judged: the same command goes on."""
    files: list[str]
    """The reports that were written, in the folder of the results."""
    reason: str
    """What kept the run from its proper end, in one sentence; else empty."""


Listener: TypeAlias = Callable[[Event], None]
