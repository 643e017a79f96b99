"""The folder that a learner works in: `exercises/`, and beside it our notes in `.asynccourse/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from asynccourse.course.catalog import own_root
from asynccourse.course.exercise import CourseError


class NoHome(CourseError):
    """Neither this folder nor one above it has a course to work in."""


@dataclass(frozen=True)
class Home:
    """A course folder. Everything that we write into it is below `notes`."""

    root: Path

    @property
    def notes(self) -> Path:
        """Where progress, backups and the last verdicts are."""
        return self.root / ".asynccourse"

    @property
    def progress(self) -> Path:
        """The file of what was achieved."""
        return self.notes / "progress.json"


def find_home() -> Home | None:
    """Return the course folder that the current folder is in, None outside of any."""
    root = own_root()
    return Home(root) if root is not None else None


def require_home() -> Home:
    """Return the course folder that the current folder is in. Raises `NoHome`."""
    home = find_home()
    if home is None:
        raise NoHome("there is no course here: `asynccourse init` makes a folder with one")
    return home
