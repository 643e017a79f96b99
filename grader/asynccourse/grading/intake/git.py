"""When a clone's last commit was made, read from git's files.

No git is started: a repository's own configuration can make it run programs.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import IO

from asynccourse.grading.intake import limits
from asynccourse.grading.intake.folder import open_regular

_REFERENCE = re.compile(r"ref: (refs/[\w./+@-]+)")
_COMMITTER = re.compile(rb"^committer .*> (\d{1,12}) ([+-])(\d\d)(\d\d)$", re.MULTILINE)
_COMMIT_BYTES = 2**16
_PACKS = 100
"""Most packs that are looked through for one commit; git joins them from 50 on."""
_COMMIT = 1
"""The type of a pack's object that is a whole commit."""


def commit_time(clone: Path) -> datetime | None:
    """Return when the commit that a clone is at was made, by the clock of whoever made it.

    None where it can't be told: no commit, files that aren't as git writes them, or a commit that
    is stored as its difference to another.
    """
    git = _Git(clone.resolve() / ".git")
    try:
        commit = git.commit(git.head())
        return _time(commit) if commit is not None else None
    except (OSError, ValueError, struct.error, zlib.error, IndexError, OverflowError):
        return None


class _Git:
    """The files of a repository."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def head(self) -> str:
        """Return the commit that is checked out. Raises OSError and ValueError."""
        head = self._text("HEAD")
        reference = _REFERENCE.fullmatch(head)
        if reference is None:
            return head
        name = reference[1]
        try:
            return self._text(name)
        except OSError:
            lines = (line.partition(" ") for line in self._text("packed-refs").splitlines())
            return next((commit for commit, _, of in lines if of == name), "")

    def commit(self, name: str) -> bytes | None:
        """Return a commit as git stores it. Raises OSError, ValueError and what unpacking does."""
        key = bytes.fromhex(name)
        if len(key) != 20:
            return None
        try:
            with self._open(f"objects/{name[:2]}/{name[2:]}") as file:
                return _inflate(file)
        except OSError:
            return next(self._packed(key), None)

    def _packed(self, key: bytes) -> Iterator[bytes]:
        packs = sorted((self._folder / "objects" / "pack").glob("*.idx"))
        for index in packs[:_PACKS]:
            with self._open(f"objects/pack/{index.name}") as file:
                offset = _offset(file, key)
            if offset is not None:
                with self._open(f"objects/pack/{index.stem}.pack") as file:
                    yield from _object(file, offset)

    def _text(self, name: str) -> str:
        with self._open(name) as file:
            return file.read(limits.GIT_BYTES).decode("utf-8", "replace").strip()

    def _open(self, name: str) -> IO[bytes]:
        return open_regular(self._folder / name)


def _offset(file: IO[bytes], key: bytes) -> int | None:
    """Return where an object lies in a pack, by the pack's index (of version 2)."""
    if file.read(8) != b"\xfftOc\0\0\0\2":
        return None
    counts = struct.unpack(">256I", file.read(1024))
    low, high, total = counts[key[0] - 1] if key[0] else 0, counts[key[0]], counts[255]
    names = 8 + 1024
    while low < high:
        middle = (low + high) // 2
        file.seek(names + 20 * middle)
        name = file.read(20)
        if name == key:
            file.seek(names + 24 * total + 4 * middle)
            (offset,) = struct.unpack(">I", file.read(4))
            return offset if offset < 2**31 else None  # beyond 2 GiB it is in another table
        low, high = (middle + 1, high) if name < key else (low, middle)
    return None


def _object(file: IO[bytes], offset: int) -> Iterator[bytes]:
    """Yield the object at an offset of a pack, if it is a whole commit."""
    file.seek(offset)
    byte = file.read(1)[0]
    kind = byte >> 4 & 7
    while byte & 0x80:
        byte = file.read(1)[0]
    if kind == _COMMIT:
        yield _inflate(file)


def _inflate(file: IO[bytes]) -> bytes:
    return zlib.decompressobj().decompress(file.read(_COMMIT_BYTES), _COMMIT_BYTES)


def _time(commit: bytes) -> datetime | None:
    """Return the committer's time; what stands below the first empty line is the message."""
    found = _COMMITTER.search(commit.partition(b"\n\n")[0])
    if found is None:
        return None
    east = timedelta(hours=int(found[3]), minutes=int(found[4]))
    zone = timezone(-east if found[2] == b"-" else east)
    return datetime.fromtimestamp(int(found[1]), zone)
