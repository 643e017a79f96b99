"""Archives of any kind that is taken, as folders that can be looked into."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import IO

from asynccourse.grading.intake.names import ARCHIVES, FOREIGN
from asynccourse.grading.intake.places import Keep, Leaf, Node
from asynccourse.grading.intake.refused import Budget, Refused
from asynccourse.grading.intake.tars import Store, Tar
from asynccourse.grading.intake.zips import read_zip


def in_memory(data: bytes) -> Callable[[], IO[bytes]]:
    """Keep a file's bytes as they are."""
    return partial(BytesIO, data)


def read_archive(
    file: IO[bytes], path: str, root: Node, keep: Keep, budget: Budget, store: Store = in_memory
) -> None:
    """Note what is in an archive below a root, without unpacking it to disk.

    The file must stay open as long as what is in it is read. `path` is the archive's, for people.
    Raises `Refused`, whatever the archive is like.
    """
    try:
        start = file.read(2)
        file.seek(0)
        if not start:
            _refuse_empty(path)
        if start == b"PK":
            read_zip(file, path, root, keep, budget)
        else:
            Tar(file, path, budget).read_into(root, keep, store)
    except Refused:
        raise
    except EOFError as error:
        raise Refused("forbidden", f"{path} can't be unpacked: {error}") from None
    except Exception:
        # The libraries raise what they come upon: a dozen kinds, of which no list is ever complete.
        told = f"{path} can't be unpacked: it is broken, or neither a zip nor a tar archive"
        raise Refused("forbidden", told) from None


def _refuse_empty(path: str) -> None:
    raise Refused("forbidden", f"{path} is empty: it was not wholly handed in")


def refuse_foreign(leaf: Leaf) -> None:
    """Raise `Refused` for an archive of a kind that isn't taken."""
    if leaf.name.lower().endswith(FOREIGN):
        told = f"{leaf.path} is neither a zip nor a tar archive: pack it anew as a zip"
        raise Refused("forbidden", told)


def form_of(name: str) -> str:
    """Return what people call an archive of this name."""
    return "a zip" if name.lower().endswith(ARCHIVES[0]) else "a tar"
