"""Files that are there whole or not at all, under names that students can't choose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

LONGEST = 80
"""Most characters of a file's name that are taken from a student's id."""

_UNFIT = re.compile(r"[^A-Za-z0-9._@+-]+")


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing. It takes its name when the block has ended, and replaces another.

    Raises OSError; what was there before is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def file_name(student: str, taken: set[str]) -> str:
    """Return a file's name for a student's id that isn't taken yet, and take it."""
    base = _UNFIT.sub("_", student).strip("._-")[:LONGEST] or "student"
    name, number = base, 1
    while name.lower() in taken:  # some file systems don't tell capitals apart
        number += 1
        name = f"{base}_{number}"
    taken.add(name.lower())
    return name
