"""Makes the folder that a learner works in."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from asynccourse.course.catalog import course_root
from asynccourse.course.exercise import CourseError

_TEMPLATE = Path(__file__).parent / "folder"

_FILES = {
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "pyrightconfig.json": "pyrightconfig.json",
    "vscode/settings.json": ".vscode/settings.json",
}
"""By their name in our template, the files of a course folder besides the exercises."""


def make_course(folder: Path) -> int:
    """Make a course folder, all of it or nothing; return how many exercises it has.

    Raises `CourseError` where there is something already: nothing is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is there already, and not empty: nothing was changed")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as workshop:
            made = Path(workshop) / "course"
            _fill(made)
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
    except OSError as error:
        raise CourseError(f"{folder} can't be made: {error}") from None
    return sum(path.is_dir() for path in (folder / "exercises").iterdir())


def _fill(folder: Path) -> None:
    leave = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(course_root() / "exercises", folder / "exercises", ignore=leave)
    for name, target in _FILES.items():
        (folder / target).parent.mkdir(exist_ok=True)
        shutil.copyfile(_TEMPLATE / name, folder / target)
