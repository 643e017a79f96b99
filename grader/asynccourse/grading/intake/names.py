"""Which file is the answer to which exercise, told by its name and by the folders around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from asynccourse.course.exercise import Exercise
from asynccourse.grading.intake import limits

ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz")
"""What is looked into, by the ends of their names."""

FOREIGN = (".7z", ".rar", ".tar.zst")
"""What can't be looked into, and is told."""

MOODLE = "_assignsubmission_"
"""What Moodle puts between a student and the kind of a submission."""

METADATA = "submission_metadata.yml"
"""The file of a Gradescope export that says who handed in what."""

_PASSED_OVER = {"__macosx", "__pycache__", "env", "node_modules", "site-packages", "venv"} | {
    "grader",
    "solutions",
    "tests",
}

_COPY = re.compile(
    r"(?:copy_of_)?(?P<stem>.+?)(?:_copy)?(?:_?\((?P<number>\d{1,3})\)|_(?P<plain>\d{1,3}))?"
)


class Form(IntEnum):
    """How an answer lies; the first ones are the more specific."""

    COURSE = 0
    """`exercises/03_gather/gather.py`"""
    FOLDER = 1
    """`03_gather/gather.py`"""
    BARE = 2
    """`gather.py`"""


@dataclass(frozen=True, order=True)
class Fit:
    """How near a file is to what the course calls an answer; of two, the lesser one is taken.

    What lies open comes before what is packed, the more specific form before the bare file, less
    deep before deeper, the course's own spelling before another (`Gather.py`, `create-task.py`,
    `03_gather.py`), both before a numbered copy (`gather (1).py`, `gather-2.py`, `gather copy.py`),
    and of copies the last one.
    """

    packed: int
    form: Form
    folders: int
    spelling: int
    copy: int = 0


class Names:
    """The names of a course's exercises and of their files."""

    def __init__(self, exercises: Iterable[Exercise]) -> None:
        every = list(exercises)
        self._folders = {_key(exercise.name): exercise.name for exercise in every}
        self._folders |= {name.removeprefix("0"): full for name, full in self._folders.items()}
        self._files = {_key(exercise.slug): exercise.name for exercise in every} | self._folders
        self._exact = {f"{exercise.slug}.py" for exercise in every}
        self.example = every[0]
        """An exercise, for sentences."""

    def match(self, parts: Sequence[str], packed: int = 0) -> tuple[str, Fit] | None:
        """Return the exercise that a file may answer, by its path, and how near it is.

        A file in an exercise's folder answers no other exercise, whatever its name. None too for
        what lies deeper than students pack their folders.
        """
        *folders, name = parts
        found = self._file(name)
        if found is None:
            return None
        exercise, spelling, copy = found
        form = self._form(folders)
        if form is not Form.BARE and self.exercise(folders[-1]) != exercise:
            return None
        around = len(folders) - (Form.BARE - form)
        if around > limits.FOLDERS:
            return None
        return exercise, Fit(packed, form, around, spelling, copy)

    def exercise(self, folder: str) -> str | None:
        """Return the exercise whose folder is called so, None where there is none."""
        return self._folders.get(_key(folder))

    def matters(self, name: str) -> bool:
        """Return whether a file of this name can matter at all: the others are never read."""
        if MOODLE in name or name == METADATA:
            return True
        return self._file(name) is not None or is_archive(name)

    def _form(self, folders: Sequence[str]) -> Form:
        if not folders or self.exercise(folders[-1]) is None:
            return Form.BARE
        return Form.COURSE if _key("".join(folders[-2:-1])) == "exercises" else Form.FOLDER

    def _file(self, name: str) -> tuple[str, int, int] | None:
        """Return the exercise by a file's name, how far it is spelt otherwise, and the copy."""
        stem, dot, suffix = name.strip().rpartition(".")
        if not dot or suffix.lower() != "py" or len(stem) > 100:
            return None
        key = _key(stem)
        if key in self._files:
            return self._files[key], 0 if name in self._exact else 1, 0
        copy = _COPY.fullmatch(key)
        if copy is None or copy["stem"] not in self._files:
            return None
        return self._files[copy["stem"]], 2, -int(copy["number"] or copy["plain"] or 1)


def is_passed_over(folder: str) -> bool:
    """Return whether nothing in a folder of this name is the student's: what tools leave, hidden
    folders, and the course's own solutions, grader and tests."""
    return folder.startswith(".") or folder.lower() in _PASSED_OVER


def is_archive(name: str) -> bool:
    """Return whether a file is an archive by its name, one that can't be read included."""
    return name.lower().endswith(ARCHIVES + FOREIGN) and not name.startswith("._")


def without_suffix(name: str) -> str:
    """Return an archive's name without its end: `anna` for `anna.tar.gz`."""
    ends = (end for end in sorted(ARCHIVES + FOREIGN, key=len, reverse=True))
    end = next((end for end in ends if name.lower().endswith(end)), "")
    return name[: len(name) - len(end)] or name


def _key(name: str) -> str:
    """Return a name as it is compared: letters' case, spaces and hyphens make no difference."""
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())
