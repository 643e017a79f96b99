"""The last verdict on each exercise, kept to be looked at again."""

from __future__ import annotations

from pathlib import Path

import msgspec

from asynccourse.desk.files import write_whole
from asynccourse.desk.home import Home
from asynccourse.verdicts.result import ExerciseResult


def save(home: Home, result: ExerciseResult) -> None:
    """Keep a verdict in the place of the one before. Where that can't be, nothing is lost."""
    try:
        write_whole(_place(home, result.exercise), msgspec.json.encode(result))
    except OSError:
        pass  # only a look back is lost; the progress itself says what is wrong with the folder


def load(home: Home, name: str) -> ExerciseResult | None:
    """Return the last verdict on an exercise; None where there is none that can be read."""
    try:
        return msgspec.json.decode(_place(home, name).read_bytes(), type=ExerciseResult)
    except (OSError, msgspec.MsgspecError):
        return None


def written(home: Home, name: str) -> float:
    """Return when the last verdict was kept, in seconds of the system's clock. Raises OSError."""
    return _place(home, name).stat().st_mtime


def _place(home: Home, name: str) -> Path:
    return home.notes / "verdicts" / f"{name}.json"
