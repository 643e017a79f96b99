"""Folders and the files in them, wherever they lie: on disk, or in an archive."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from asynccourse.grading.intake import limits
from asynccourse.grading.intake.names import is_passed_over
from asynccourse.grading.intake.refused import Budget, Refused, shown

Keep = Callable[[str], bool]
"""Whether a file of this name can matter; of others no note is taken."""

LINK = "is a link, and links are not followed"
"""The fault of links: one sentence's end, wherever they lie."""

_DRIVE = re.compile(r"[A-Za-z]:")

_DEEPEST = 8
"""Levels of an archive that are noted; below them lies nothing that is ever looked at."""


@dataclass(frozen=True)
class Leaf:
    """A file, or what stands in the place of one."""

    name: str
    path: str
    """Where it lies, for people."""
    open: Callable[[], IO[bytes]]
    """Opens it for reading; raises whatever such a file may cause."""
    size: int = 0
    """In bytes, as far as it is known without reading."""
    changed: datetime | None = None
    fault: str = ""
    """Why it isn't to be opened, as the end of a sentence: `is a link`."""
    on_disk: bool = False
    """Whether it can be read from any position at no cost."""


class Place(ABC):
    """A folder."""

    name: str
    path: str
    """Where it lies, for people; empty for the place that everything else lies in."""
    fault: str = ""
    """Why nothing in it can be taken: a sentence."""

    @abstractmethod
    def folders(self) -> Sequence[Place]:
        """Return the folders in it, by name."""

    @abstractmethod
    def files(self) -> Sequence[Leaf]:
        """Return the files in it that can matter, by name."""

    @abstractmethod
    def is_repository(self) -> bool:
        """Return whether it is a clone made by git."""

    def seen(self) -> int:
        """Return how many files and folders were gone through for it."""
        return len(self.folders()) + len(self.files())


class Node(Place):
    """A folder in an archive."""

    def __init__(self, name: str = "", path: str = "") -> None:
        self.name = name
        self.path = path
        self._folders: dict[str, Node] = {}
        self._files: list[Leaf] = []
        self._cloned = False

    def folders(self) -> Sequence[Place]:
        """Return the folders in it, by name."""
        return [self._folders[name] for name in sorted(self._folders)]

    def files(self) -> Sequence[Leaf]:
        """Return the files in it, by name."""
        return sorted(self._files, key=lambda leaf: leaf.name)

    def is_repository(self) -> bool:
        """Return whether git's own folder is in it."""
        return self._cloned

    def add_folder(self, path: str) -> None:
        """Note a folder of the archive, by its path from here."""
        self._enter(*_split(path))

    def add_file(self, path: str, leaf: Callable[[str, str], Leaf], keep: Keep) -> None:
        """Note a file of the archive, by its path from here, if it can matter.

        `leaf` makes it, from its name and its path for people. A path that leads out of the archive
        is a fault of every folder on its way, so that nothing of its owner is taken.
        """
        parts, leads_out = _split(path)
        name = parts[-1] if parts and not leads_out else ""
        folder = self._enter(parts[:-1] if name else parts, leads_out)
        if folder is not None and name and keep(name):
            folder._files.append(leaf(name, below(folder.path, name)))

    def _enter(self, parts: Sequence[str], leads_out: bool) -> Node | None:
        """Return the folder at a path, made where it is new; None where nobody will look."""
        way = [self]
        for part in parts[:_DEEPEST]:
            if is_passed_over(part):
                break
            here = way[-1]
            new = Node(part, below(here.path, part))
            way.append(here._folders.setdefault(part, new))
        if leads_out:
            for folder in way:
                folder.fault = (
                    f"{below(self.path, '/'.join([*parts, '..']))} leads out of the archive"
                )
        arrived = len(way) > len(parts)
        way[-1]._cloned |= not arrived and parts[len(way) - 1] == ".git"
        return way[-1] if arrived else None


class Bundle(Place):
    """Places and files that belong to one student, as if they were in one folder."""

    def __init__(self, name: str, places: Sequence[Place], leaves: Sequence[Leaf]) -> None:
        self.name = name
        self.path = next((place.path for place in places), "")
        self.fault = next((place.fault for place in places if place.fault), "")
        self._places = places
        self._leaves = leaves

    def folders(self) -> Sequence[Place]:
        """Return the folders of all of its places."""
        return [folder for place in self._places for folder in place.folders()]

    def files(self) -> Sequence[Leaf]:
        """Return its own files and those of all of its places."""
        return [*self._leaves, *(leaf for place in self._places for leaf in place.files())]

    def is_repository(self) -> bool:
        """Return whether one of its places is a clone."""
        return any(place.is_repository() for place in self._places)


def walk(
    place: Place, budget: Budget, parts: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Leaf]]:
    """Yield the files at a place that can matter, as deep as answers may lie, with their paths.

    Raises `Refused` where there is too much of it, or where nothing in it can be taken.
    """
    if place.fault:
        raise Refused("forbidden", place.fault)
    budget.enter(place.seen(), place.path.removesuffix(": ") or place.name)
    for leaf in place.files():
        yield (*parts, leaf.name), leaf
    if len(parts) < limits.FOLDERS + 2:
        for folder in place.folders():
            if not is_passed_over(folder.name):
                yield from walk(folder, budget, (*parts, folder.name))


def below(path: str, name: str) -> str:
    """Return where something lies, for people: `anna` and `gather.py` are `anna/gather.py`."""
    return path + ("" if path == "" or path.endswith(": ") else "/") + shown(name)


def moment(seconds: float) -> datetime | None:
    """Return a time that a file claims for itself; None where there is no such time."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _split(path: str) -> tuple[list[str], bool]:
    """Return the parts of a path in an archive, and whether it leads out of it; the parts then end
    where it does."""
    path = path.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path):
        return [], True
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return (parts[: parts.index("..")], True) if ".." in parts else (parts, False)
