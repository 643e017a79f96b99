"""One student's files: gone through, and those read that may be answers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from asynccourse.grading.intake import limits
from asynccourse.grading.intake.archives import form_of, read_archive, refuse_foreign
from asynccourse.grading.intake.choice import Candidate
from asynccourse.grading.intake.leaves import copy_leaf, open_leaf, read_leaf
from asynccourse.grading.intake.names import Fit, Names, is_archive
from asynccourse.grading.intake.places import Leaf, Node, Place, walk
from asynccourse.grading.intake.refused import Budget, Refused
from asynccourse.grading.submission import Unfit
from asynccourse.wall.limits import SOURCE_BYTES


@dataclass(frozen=True)
class Packed:
    """The archive that files are in: how deep, what people call it, and when it was made."""

    depth: int = 0
    form: str = ""
    changed: datetime | None = None


OPEN: Final = Packed()
"""In no archive at all."""


class Reader:
    """Reads what one student handed in. Each fault is noted, and the rest is read all the same."""

    def __init__(self, names: Names) -> None:
        self.candidates: list[Candidate] = []
        self.faults: list[Unfit] = []
        """What is wrong with more than one file."""
        self._names = names
        self._budget = Budget()

    def read(self, place: Place, packed: Packed = OPEN) -> None:
        """Read all that may be an answer at a place, in the archives that lie there too."""
        try:
            # All names are gone through before the first file is opened: where one of an archive's
            # paths leads out of it, nothing in it is taken.
            found = list(walk(place, self._budget))
        except Refused as refused:
            self.faults.append(refused.unfit)
            return
        for parts, leaf in found:
            self._take(parts, leaf, packed)

    def _take(self, parts: Sequence[str], leaf: Leaf, packed: Packed) -> None:
        if match := self._names.match(parts, packed.depth):
            self.candidates.append(self._candidate(*match, leaf, packed))
        elif is_archive(leaf.name) and len(parts) <= limits.FOLDERS + 1:
            self._look_into(leaf, packed)
        elif leaf.fault and "." not in leaf.name:  # it may stand for a folder of answers
            self.faults.append(Unfit("forbidden", f"{leaf.path} {leaf.fault}"))

    def _candidate(self, exercise: str, fit: Fit, leaf: Leaf, packed: Packed) -> Candidate:
        data, unfit = b"", None
        try:
            self._hold(leaf, SOURCE_BYTES)
            data = read_leaf(leaf, SOURCE_BYTES, "too large for an answer")
        except Refused as refused:
            unfit = refused.unfit
        changed = packed.changed if packed.depth else leaf.changed
        return Candidate(exercise, fit, leaf.path, data, unfit, changed, packed.form)

    def _look_into(self, leaf: Leaf, packed: Packed) -> None:
        within = Packed(
            packed.depth + 1,
            packed.form or form_of(leaf.name),
            packed.changed if packed.depth else leaf.changed,
        )
        root = Node(path=f"{leaf.path}: ")
        with ExitStack() as stack:
            try:
                file = self._archive(leaf, within.depth, stack)
                read_archive(file, leaf.path, root, self._names.matters, self._budget)
            except Refused as refused:
                self.faults.append(refused.unfit)
            else:
                self.read(root, within)

    def _archive(self, leaf: Leaf, depth: int, stack: ExitStack) -> IO[bytes]:
        """Return an archive's file, to be read from any position. Raises `Refused`."""
        refuse_foreign(leaf)
        if depth > limits.NESTED:
            told = f"{leaf.path} lies too deep, in an archive in another: hand in one archive"
            raise Refused("limit_exceeded", told)
        if leaf.on_disk:
            return stack.enter_context(open_leaf(leaf))
        self._hold(leaf, limits.NESTED_BYTES)
        too_large = "too large for an archive within another"
        copy = stack.enter_context(SpooledTemporaryFile(limits.MEMORY_BYTES))  # noqa: SIM115
        copy_leaf(leaf, copy, limits.NESTED_BYTES, too_large)
        copy.seek(0)
        return copy

    def _hold(self, leaf: Leaf, most: int) -> None:
        """Count a file before it is read. Raises `Refused`."""
        self._budget.hold(min(leaf.size, most), leaf.path)
