"""Files in a folder where a submission may have put anything: links, FIFOs, devices, depths.

The judge is not confined as a submission is: what it opens for one must be what it takes it for.
"""

from __future__ import annotations

import errno
import itertools
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from asynccourse.verdicts.refusal import Refusal

MOST_BYTES = 64 * 2**20
"""Most bytes that are read of one file."""

MOST_ENTRIES = 20_000
"""Most entries of a folder that are looked at."""


def read(path: Path) -> bytes | None:
    """Return what is in a regular file; None where there is none, or something else."""
    try:
        # Without waiting: to open a FIFO would be to wait for somebody at its other end.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
        return _read(descriptor) if regular else None
    finally:
        os.close(descriptor)


def write(path: Path, data: bytes) -> None:
    """Write a file anew, and through no link. Raises `Refusal` where something else is there."""
    try:
        path.unlink(missing_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        said = f"it had put something where the test keeps `{path.name}` ({error.strerror})"
        raise Refusal("forbidden", said) from None


def writing_end(path: Path) -> int:
    """Open a FIFO for writing, at once. Raises OSError where nobody reads, or it is none."""
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.ENXIO, "it is no FIFO")
    return descriptor


@contextmanager
def socket_at(path: Path) -> Iterator[str]:
    """Give the path by which to connect to this very Unix socket, and to no other by a link.

    Raises OSError where nothing is there, and `Refusal` where it is something else.
    """
    if not stat.S_ISSOCK(path.lstat().st_mode):
        told = f"what it put at `{path.name}` is no socket of its own, at which it listens"
        raise Refusal("wrong_result", told)
    if not hasattr(os, "O_PATH"):
        yield str(path)
        return
    # By its descriptor, so that it can't become a link in between.
    descriptor = os.open(path, os.O_PATH | os.O_NOFOLLOW)
    try:
        yield f"/proc/self/fd/{descriptor}"
    finally:
        os.close(descriptor)


def entries(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder and in those in it; links are not followed."""
    rest, seen = [folder], itertools.count(1)
    while rest:
        for path in _inside(rest.pop()):
            if next(seen) > MOST_ENTRIES:
                return
            yield path
            if _is_folder(path):
                rest.append(path)


def size(path: Path) -> int:
    """Return how many bytes a regular file holds; 0 for anything else, and where there is none."""
    try:
        status = path.lstat()
    except OSError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, however deep; what can't be removed stays.

    Folders in it are emptied into it one after the other, so that no path gets longer than the
    system takes, and no stack deeper than Python's.
    """
    try:
        while inner := [path for path in _inside(folder) if _is_folder(path)]:
            for path in inner:
                _empty(path, folder)
        for path in _inside(folder):
            path.unlink()
        folder.rmdir()
    except OSError:
        pass


def _read(descriptor: int) -> bytes:
    data = bytearray()
    while len(data) < MOST_BYTES and (more := os.read(descriptor, 2**20)):
        data += more
    return bytes(data)


def _empty(inner: Path, folder: Path) -> None:
    """Remove a folder in `folder`; those in it move up."""
    inner.chmod(stat.S_IRWXU)
    for path in _inside(inner):
        if _is_folder(path):
            path.chmod(stat.S_IRWXU)  # to move a folder is to write in it
            path.rename(folder / secrets.token_hex(8))
        else:
            path.unlink()
    inner.rmdir()


def _inside(folder: Path) -> list[Path]:
    """Return what is in a folder; nothing where that can't be seen."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
