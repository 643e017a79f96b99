"""What a learner has achieved, in a file that survives whatever happens to the processes.

Every change is made under a lock, on what the file holds at that moment, and the file is replaced
as a whole: two terminals lose nothing to each other, and a kill loses at most the change that it
interrupts. A file that can't be read is kept beside the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from asynccourse.course.exercise import CourseError
from asynccourse.desk.files import free_name, write_whole

SCHEMA = 1

PATIENCE = 10.0
"""Seconds to wait for another process that is changing the file, which takes it milliseconds."""


class Record(msgspec.Struct, omit_defaults=True):
    """What is known of one exercise. Times are in UTC, as ISO 8601."""

    tries: int = 0
    """How often it was judged."""
    points: int = 0
    """Most points so far."""
    passed: str = ""
    """When it first passed; empty if it never did."""
    digest: str = ""
    """SHA-256 of the file that passed last."""
    code: str = ""
    """What it was refused for the last time; empty after a pass."""
    hints: int = 0
    """How many of its hints were shown."""


class Progress(msgspec.Struct):
    """All exercises that something is known of, by name, and the one that is worked on."""

    schema: int = SCHEMA
    current: str = ""
    """The exercise that was chosen; empty for the first that isn't solved."""
    exercises: dict[str, Record] = {}

    def of(self, name: str) -> Record:
        """Return what is known of an exercise, to be read."""
        return self.exercises.get(name, Record())

    def change(self, name: str) -> Record:
        """Return what is known of an exercise, to be changed."""
        return self.exercises.setdefault(name, Record())


class ProgressFile:
    """Reads and changes the progress in one course folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told: list[str] = []
        """Sentences for the user: what could not be read, and where it is kept."""

    def read(self) -> Progress:
        """Return the progress; an empty one where there is none that can be read."""
        progress = self._decoded()
        if progress is None:
            return self.change(lambda _: None)
        return progress

    def change(self, change: Callable[[Progress], None]) -> Progress:
        """Change the progress, and return it. Raises `CourseError` where it can't be written."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_suffix(".lock"), timeout=PATIENCE):
                progress = self._decoded()
                if progress is None:
                    progress = Progress()
                    self._keep_aside()
                change(progress)
                write_whole(self.path, msgspec.json.format(msgspec.json.encode(progress)))
        except Timeout:
            raise CourseError(
                f"{self.path} is locked by another process: end it, then try again"
            ) from None
        except OSError as error:
            raise CourseError(f"your progress can't be written: {error}") from None
        return progress

    def _decoded(self) -> Progress | None:
        """Return what the file holds, an empty progress without a file, None if it is broken."""
        try:
            progress = msgspec.json.decode(self.path.read_bytes(), type=Progress)
        except FileNotFoundError:
            return Progress()
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None
        return progress if progress.schema <= SCHEMA else None

    def _keep_aside(self) -> None:
        aside = free_name(self.path.parent, f"progress-{datetime.now(UTC):%Y%m%d-%H%M%S}", ".json")
        self.path.replace(aside)
        self.told.append(f"your progress could not be read: it is kept in {aside}")


def now() -> str:
    """Return the time, as records have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
