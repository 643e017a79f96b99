"""Why a student's files can't be read, and names of files as people get to see them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from asynccourse.grading.intake import limits
from asynccourse.grading.submission import Unfit


class Refused(Exception):
    """A file, a folder or an archive of one student can't be taken. One sentence."""

    def __init__(self, code: Literal["forbidden", "limit_exceeded"], message: str) -> None:
        super().__init__(message)
        self.unfit = Unfit(code, message)


@dataclass
class Budget:
    """What may still be read, of one student unless it says otherwise."""

    entries: int = limits.ENTRIES
    directory: int = limits.DIRECTORY_BYTES
    unpacked: int = limits.UNPACKED_BYTES
    held: int = limits.HELD_BYTES

    def enter(self, count: int, path: str) -> None:
        """Count files and folders. Raises `Refused`."""
        self.entries -= count
        if self.entries < 0:
            raise Refused("limit_exceeded", f"{path} has too many files to look through")

    def look_up(self, size: int, path: str) -> None:
        """Count bytes of a table of contents. Raises `Refused`."""
        self.directory -= size
        if self.directory < 0:
            raise Refused("limit_exceeded", f"{path} has too many files to look through")

    def unpack(self, size: int, path: str) -> None:
        """Count bytes that were unpacked. Raises `Refused`."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise Refused("limit_exceeded", f"{path} unpacks to more than is looked through")

    def hold(self, size: int, path: str) -> None:
        """Count bytes that stay in memory. Raises `Refused`."""
        self.held -= size
        if self.held < 0:
            raise Refused("limit_exceeded", f"{path} comes after more than is read of one student")


def shown(text: str) -> str:
    """Return a path or a name that anyone may have chosen, on one line and of a bounded length.

    Control and format characters and bytes that aren't UTF-8 are escaped, so that the text can be
    printed, encoded and stored anywhere.
    """
    text = unicodedata.normalize("NFC", text[: 4 * limits.SHOWN])
    plain = "".join(letter if letter.isprintable() else _escape(letter) for letter in text)
    return plain if len(plain) <= limits.SHOWN else plain[: limits.SHOWN - 1] + "…"


def _escape(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")
