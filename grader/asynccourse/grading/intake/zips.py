"""Zip archives: their table of contents is read, and later only what is wanted of the rest."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import IO, cast

from asynccourse.grading.intake.folder import kind_fault
from asynccourse.grading.intake.places import Keep, Leaf, Node
from asynccourse.grading.intake.refused import Budget, Refused, shown
from asynccourse.grading.intake.streams import Metered

_ENCRYPTED = 0x1
_UTF8 = 0x800
_HEADER_BYTES = 30
"""What an entry has at least in front of its data."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The library unpacks the others without a bound: 4 KiB of them can become gigabytes at once."""


def read_zip(file: IO[bytes], path: str, root: Node, keep: Keep, budget: Budget) -> None:
    """Note every entry of a zip below a root; the file must stay open as long as they are read.

    Raises `Refused`, and zipfile.BadZipFile and more where the archive is broken.
    """
    metered = Metered(file, lambda size: budget.look_up(size, path))
    archive = zipfile.ZipFile(cast(IO[bytes], metered))
    metered.set_free()
    entries = archive.infolist()
    budget.enter(len(entries), path)
    _refuse_overlaps(entries, path)
    for entry in entries:
        name = _name(entry)
        if name.endswith(("/", "\\")):
            root.add_folder(name)
        else:
            opening = partial(archive.open, entry)
            root.add_file(name, partial(_leaf, entry, opening), keep)


def _leaf(entry: zipfile.ZipInfo, opening: partial[IO[bytes]], name: str, path: str) -> Leaf:
    return Leaf(name, path, opening, entry.file_size, _changed(entry), _fault(entry))


def _fault(entry: zipfile.ZipInfo) -> str:
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) and (fault := kind_fault(mode)):
        return fault
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted: it has to be handed in without a password"
    if entry.compress_type not in _METHODS:
        return f"is packed by a method that is not read ({entry.compress_type}): zip it anew"
    return ""


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name. Some systems write UTF-8 and don't say so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _changed(entry: zipfile.ZipInfo) -> datetime | None:
    """Return when an entry was changed; zips say it by a clock of which they don't tell the time
    zone, and it is taken to be ours."""
    try:
        return datetime(*entry.date_time).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _refuse_overlaps(entries: Sequence[zipfile.ZipInfo], where: str) -> None:
    """Refuse a zip in which entries share their data: only bombs are made so."""
    for one, two in pairwise(sorted(entries, key=lambda entry: entry.header_offset)):
        if one.header_offset + _HEADER_BYTES + one.compress_size > two.header_offset:
            told = f"{where}: {shown(two.orig_filename)} lies within another entry's data"
            raise Refused("forbidden", told)
