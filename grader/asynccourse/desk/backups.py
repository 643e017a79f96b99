"""Starting an exercise anew, without losing what was there."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

from asynccourse.course.catalog import course_root
from asynccourse.course.exercise import CourseError, Exercise
from asynccourse.desk.desk import Desk
from asynccourse.desk.files import free_name, write_whole

VERSIONS = ("@{upstream}", "origin/HEAD", "HEAD")
"""Where a clone has the stub as it came, the best place first."""


def reset(desk: Desk, exercise: Exercise) -> Path | None:
    """Put the stub back as it came; return where the learner's file is kept.

    None where there was nothing to keep. Raises `CourseError`.
    """
    stub = pristine(exercise)
    try:
        data = exercise.stub.read_bytes() if exercise.stub.exists() else b""
        if data == stub:
            return None
        kept = _keep(desk, exercise, data) if data else None
        write_whole(exercise.stub, stub)
    except OSError as error:
        raise CourseError(f"{exercise.stub} can't be reset: {error}") from None
    return kept


def _keep(desk: Desk, exercise: Exercise, data: bytes) -> Path:
    name = f"{datetime.now():%Y-%m-%d-%H%M%S}-{exercise.slug}"
    kept = free_name(desk.home.notes / "backups" / exercise.name, name, ".py")
    write_whole(kept, data)
    return kept


def pristine(exercise: Exercise) -> bytes:
    """Return an exercise's stub as it came. Raises `CourseError`."""
    original = course_root() / "exercises" / exercise.name / exercise.stub.name
    try:
        if original.resolve() != exercise.stub.resolve():
            return original.read_bytes()
    except OSError as error:
        raise CourseError(f"the stub can't be read: {error}") from None
    for version in VERSIONS:
        found = _from_git(exercise.stub, version)
        if found is not None:
            return found
    raise CourseError(f"{exercise.stub} is the course's own file, and git knows no other of it")


def _from_git(path: Path, version: str) -> bytes | None:
    try:
        shown = subprocess.run(
            ["git", "show", f"{version}:./{path.name}"],
            cwd=path.parent,
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return shown.stdout if shown.returncode == 0 else None
