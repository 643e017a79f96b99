"""A folder on disk: looked at without following links, read without waiting for anyone."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from asynccourse.grading.intake import limits
from asynccourse.grading.intake.places import LINK, Keep, Leaf, Place, below, moment

_READING = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Folder(Place):
    """A folder on disk, by its real path: one without links in it."""

    def __init__(self, disk: Path, keep: Keep, path: str = "") -> None:
        self.name = disk.name
        self.path = path
        self.disk = disk
        self._keep = keep

    def folders(self) -> Sequence[Place]:
        """Return the folders in it, by name; no links to folders."""
        return [
            Folder(Path(entry.path), self._keep, below(self.path, entry.name))
            for entry in self._entries()[0]
            if _is_folder(entry)
        ]

    def files(self) -> Sequence[Leaf]:
        """Return the files in it that can matter, by name, and links that may stand for folders.

        Where the folder itself can't be read, a file of its name says so.
        """
        entries, fault = self._entries()
        if fault:
            return [Leaf(self.name, self.path, _nothing, fault=fault)]
        return [self._leaf(entry) for entry in entries if self._is_wanted(entry)]

    def is_repository(self) -> bool:
        """Return whether git's own folder is in it."""
        return os.path.lexists(self.disk / ".git")

    def seen(self) -> int:
        """Return how many files and folders are in it."""
        return len(self._entries()[0])

    def _entries(self) -> tuple[list[os.DirEntry[str]], str]:
        """Return what is in it, by name, and why it can't be read if it can't.

        Looked up each time: a class's folders would fill the memory.
        """
        try:
            with os.scandir(self.disk) as entries:
                found = list(islice(entries, limits.ENTRIES + 1))
        except OSError as error:
            return [], f"can't be read: {error.strerror}"
        return sorted(found, key=lambda entry: entry.name), ""

    def _is_wanted(self, entry: os.DirEntry[str]) -> bool:
        if _is_folder(entry):
            return False
        return self._keep(entry.name) or (entry.is_symlink() and "." not in entry.name)

    def _leaf(self, entry: os.DirEntry[str]) -> Leaf:
        path = below(self.path, entry.name)
        opening = partial(open_regular, Path(entry.path))
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            return Leaf(entry.name, path, opening, fault=f"can't be read: {error.strerror}")
        return Leaf(
            entry.name,
            path,
            opening,
            size=status.st_size,
            changed=moment(status.st_mtime),
            fault=kind_fault(status.st_mode),
            on_disk=True,
        )


def kind_fault(mode: int) -> str:
    """Return why what has this mode isn't read, by its kind; empty for a regular file."""
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISLNK(mode):
        return LINK
    return "is a pipe, a socket or a device, and no file"


def open_regular(disk: Path) -> IO[bytes]:
    """Open a regular file for reading, by its real path. Raises OSError for anything else.

    The kernel is asked again: what was a file when we looked may have become a link or a pipe, and
    a folder on the way to it a link.
    """
    if disk.parent.resolve() != disk.parent:
        raise OSError(0, "a link leads there")
    number = os.open(disk, _READING)
    fault = kind_fault(os.fstat(number).st_mode)
    if fault:
        os.close(number)
        raise OSError(0, f"it {fault}")
    return os.fdopen(number, "rb")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _nothing() -> IO[bytes]:
    raise FileNotFoundError
