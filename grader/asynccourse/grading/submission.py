"""What one student handed in, as it was found: plain data, and never executed here."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec


class Student(msgspec.Struct, frozen=True):
    """One student, or one group that hands in together."""

    id: str
    """What tells students apart in every report: the folder's name, or the export's own id."""
    name: str = ""
    """As people call them, where an export or a roster says so."""
    email: str = ""
    key: str = ""
    """What the gradebook that the export came from calls them: a Moodle participant's or a
    Gradescope submission's number."""


class Answer(msgspec.Struct, frozen=True):
    """One file that is an answer to one exercise. The bytes were read once."""

    path: str
    """Where it was found, for people: `anna/03_gather/gather.py`, `anna.zip: gather.py`."""
    data: bytes


class Unfit(msgspec.Struct, frozen=True):
    """Why a student's files can't be taken as they are: a refusal that needs no judge."""

    code: Literal["forbidden", "limit_exceeded"]
    message: str
    """One sentence: what is wrong with which file."""


class Submission(msgspec.Struct, frozen=True):
    """All that one student handed in."""

    student: Student
    layout: str
    """How the files lay, in a few words: `a folder for each exercise`, `bare files, in a zip`."""
    answers: dict[str, Answer] = {}
    """By the exercise's name; an exercise without one was not handed in."""
    unfit: dict[str, Unfit] = {}
    """By the exercise's name; under "" what holds for every exercise without an answer."""
    submitted: datetime | None = None
    """When it was handed in, with its time zone; None where nothing says so."""
