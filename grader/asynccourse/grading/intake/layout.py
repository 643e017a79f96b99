"""What every layout of a class has in common: its sentence, and what each student handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from msgspec import structs

from asynccourse.grading.intake.names import Names, is_archive, is_passed_over
from asynccourse.grading.intake.places import LINK, Leaf, Place, walk
from asynccourse.grading.intake.refused import Budget, Refused, shown
from asynccourse.grading.submission import Student


@dataclass(frozen=True)
class Handed:
    """What one student handed in, not yet looked at."""

    student: Student
    place: Place
    submitted: datetime | None = None
    """When, where the layout itself says so."""
    dated: bool = True
    """Whether the files' own times tell when they were handed in."""


@dataclass(frozen=True)
class Layout:
    """How a class lies."""

    told: str
    handed: list[Handed]
    own: bool = False
    """Whether it is no class, but one student's own repository."""


Detect = Callable[[Place, Names], Layout | None]
"""Returns a place's layout; None where it has another one."""


def folders_of(place: Place) -> list[Place]:
    """Return the folders of a place that may be students'."""
    return [folder for folder in place.folders() if not is_passed_over(folder.name)]


def archives_of(place: Place) -> list[Leaf]:
    """Return the archives that lie in a place."""
    return [leaf for leaf in place.files() if is_archive(leaf.name)]


def answered(place: Place, names: Names) -> Iterable[str]:
    """Yield what is found at a place: the exercises that its files may answer, and an empty string
    for an archive or what can't be read."""
    try:
        for parts, leaf in walk(place, Budget()):
            match = names.match(parts)
            if match is not None or is_archive(leaf.name) or leaf.fault not in ("", LINK):
                yield match[0] if match else ""
    except Refused:
        yield ""


def holds_answers(place: Place, names: Names) -> bool:
    """Return whether there is anything at a place that a student may have handed in."""
    return any(True for _ in answered(place, names))


def is_class(place: Place, names: Names) -> bool:
    """Return whether a folder is around several students: two archives, or two folders that answer
    the same exercise."""
    if len(archives_of(place)) > 1:
        return True
    seen: set[str] = set()
    for folder in folders_of(place):
        here = set(answered(folder, names)) - {""}
        if seen & here:
            return True
        seen |= here
    return False


def told_apart(handed: Iterable[Handed]) -> dict[str, Handed]:
    """Return what was handed in by the students' ids; where two have the same, one is numbered."""
    by_id: dict[str, Handed] = {}
    for one in sorted(handed, key=lambda one: (one.student.id, one.place.path)):
        name, number = one.student.id, 2
        while name in by_id:
            name, number = f"{one.student.id} ({number})", number + 1
        by_id[name] = replace(one, student=structs.replace(one.student, id=name))
    return by_id


def named(folder: str) -> Student:
    """Return a student of whom nothing is known but a folder's name."""
    return Student(shown(folder))
