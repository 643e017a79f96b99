"""Files opened and read, whatever they are."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from asynccourse.grading.intake.places import Leaf
from asynccourse.grading.intake.refused import Refused
from asynccourse.grading.intake.streams import CHUNK


def open_leaf(leaf: Leaf) -> IO[bytes]:
    """Open a file. Raises `Refused`."""
    if leaf.fault:
        raise Refused("forbidden", f"{leaf.path} {leaf.fault}")
    try:
        return leaf.open()
    except OSError as error:
        why = error.strerror or str(error) or "it is broken"
        raise Refused("forbidden", f"{leaf.path} can't be read: {why}") from None
    except Exception:
        raise Refused("forbidden", f"{leaf.path} can't be read: it is broken") from None


def read_leaf(leaf: Leaf, most: int, too_large: str) -> bytes:
    """Return what is in a file. Raises `Refused`, also for more than `most` bytes."""
    data = BytesIO()
    copy_leaf(leaf, data, most, too_large)
    return data.getvalue()


def copy_leaf(leaf: Leaf, to: IO[bytes], most: int, too_large: str) -> None:
    """Write what is in a file to another. Raises `Refused`, also for more than `most` bytes."""
    limit = f"{leaf.path} is over {most // 2**20} MiB, {too_large}"
    if leaf.size > most and not leaf.fault:
        raise Refused("limit_exceeded", limit)
    left = most
    with open_leaf(leaf) as file:
        while piece := _piece(file, leaf.path):
            left -= len(piece)
            if left < 0:
                raise Refused("limit_exceeded", limit)
            to.write(piece)


def _piece(file: IO[bytes], path: str) -> bytes:
    try:
        return file.read(CHUNK)
    except Exception:
        # As in an archive: what unpacking raises for broken data is no closed set.
        raise Refused("forbidden", f"{path} can't be read: it is broken") from None
