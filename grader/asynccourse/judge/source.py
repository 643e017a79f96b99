"""A submission as the judge knows it: bytes that were read once, and never executed here."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from asynccourse.wall.limits import SOURCE_BYTES


class Unreadable(Exception):
    """There is no submission at a path. One sentence."""


@dataclass(frozen=True)
class Source:
    """The text of a submission. Every test judges these bytes, whatever happens to the file."""

    path: Path
    data: bytes

    @cached_property
    def lines(self) -> list[str]:
        """The lines, for quoting."""
        return self.data.decode("utf-8", "replace").splitlines()

    def indent(self, line: int) -> int:
        """Return how many characters a line's quote leaves out before it."""
        whole = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return len(whole) - len(whole.lstrip())

    def quote(self, line: int) -> str:
        """Return a line of the submission (from 1) without its indent, "" if there is none."""
        return self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""


def read_source(path: Path) -> Source:
    """Read a submission. Raises `Unreadable` where it isn't a regular file of a usable size."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(f"{path} is not a file: name the Python file that is your answer")
        if status.st_size > SOURCE_BYTES:
            raise Unreadable(f"{path} is over {SOURCE_BYTES // 2**20} MiB, too large for an answer")
        return Source(path, path.read_bytes())
    except FileNotFoundError:
        raise Unreadable(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path} can't be read: {error}") from None
