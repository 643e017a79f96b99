"""A Gradescope export: `submission_123456/` folders, and a file that says whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from asynccourse.course.exercise import CourseError
from asynccourse.grading.intake import limits
from asynccourse.grading.intake.layout import Handed, Layout, folders_of, named
from asynccourse.grading.intake.leaves import read_leaf
from asynccourse.grading.intake.names import METADATA, Names
from asynccourse.grading.intake.places import Leaf, Node, Place
from asynccourse.grading.intake.refused import Refused, shown
from asynccourse.grading.submission import Student

_WANTED = (":submitters:", ":created_at:")
_NUMBER = re.compile(r"submission_(\d+)")


class _Submitter(msgspec.Struct):
    name: str | int | None = msgspec.field(name=":name", default=None)
    sid: str | int | None = msgspec.field(name=":sid", default=None)
    email: str | None = msgspec.field(name=":email", default=None)


class _Entry(msgspec.Struct):
    submitters: list[_Submitter] | None = msgspec.field(name=":submitters", default=None)
    created_at: datetime | None = msgspec.field(name=":created_at", default=None)


def detect(place: Place, _names: Names) -> Layout | None:
    """Return the layout of a Gradescope export. Raises `CourseError` for a broken one.

    A student goes by the student number that Gradescope knows, else by email, else by the folder's
    name; of a group that handed in together all are named.
    """
    metadata = next((leaf for leaf in place.files() if leaf.name == METADATA), None)
    if metadata is None:
        return None
    entries = _entries(metadata)
    folders = {folder.name: folder for folder in folders_of(place)}
    handed = [
        Handed(_student(name, entry), folders.get(name) or Node(name, name), _aware(entry))
        for name, entry in entries.items()
    ]
    unnamed = [folder for name, folder in folders.items() if name not in entries]
    handed += [Handed(named(folder.name), folder, dated=False) for folder in unnamed]
    return Layout(f"a Gradescope export of {len(handed)} submissions", handed)


def _entries(metadata: Leaf) -> dict[str, _Entry]:
    try:
        data = read_leaf(metadata, limits.METADATA_BYTES, "more than is read of it")
        text = "".join(_sections(data.decode("utf-8-sig", "replace").splitlines(keepends=True)))
        found = msgspec.yaml.decode(text or "{}", type=dict[str, _Entry | None])
    except Refused as refused:
        raise CourseError(f"the Gradescope export can't be read: {refused}") from None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        told = f"{metadata.path} is not as Gradescope writes it: export the submissions anew"
        raise CourseError(told) from None
    return {name: entry or _Entry() for name, entry in found.items()}


def _sections(lines: Iterable[str]) -> Iterable[str]:
    """Yield those parts of the file that are wanted: each submission's name, people and time.

    The rest is what graders printed and said: megabytes, with tags of Ruby's that no reader knows.
    """
    wanted = False
    for line in lines:
        if line[:1].isalnum():
            wanted = False
            yield line
        elif line.startswith("  :"):
            wanted = line.strip().startswith(_WANTED)
        if wanted:
            yield line


def _student(folder: str, entry: _Entry) -> Student:
    people = entry.submitters or []
    number = _NUMBER.fullmatch(folder)
    return Student(
        "+".join(_id(one) for one in people if _id(one)) or shown(folder),
        ", ".join(shown(str(one.name)) for one in people if one.name is not None),
        ", ".join(shown(one.email) for one in people if one.email),
        number[1] if number else shown(folder),
    )


def _id(one: _Submitter) -> str:
    return shown(str(one.sid or one.email or one.name or "").strip())


def _aware(entry: _Entry) -> datetime | None:
    """Return when it was submitted; Gradescope's times are UTC where they don't say otherwise."""
    time = entry.created_at
    return time.replace(tzinfo=UTC) if time is not None and time.tzinfo is None else time
