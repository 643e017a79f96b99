"""The door: from a path to the class whose submissions lie there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from asynccourse.course.catalog import Catalog
from asynccourse.course.exercise import CourseError
from asynccourse.grading.intake import gradescope, limits, moodle, repository, students
from asynccourse.grading.intake.archives import read_archive
from asynccourse.grading.intake.classes import Class
from asynccourse.grading.intake.folder import Folder
from asynccourse.grading.intake.layout import Layout, archives_of, folders_of, is_class
from asynccourse.grading.intake.names import Names, without_suffix
from asynccourse.grading.intake.places import Bundle, Node, Place
from asynccourse.grading.intake.refused import Budget, Refused
from asynccourse.grading.intake.spool import Spool

_CLASS: Final = Budget(
    limits.CLASS_ENTRIES,
    limits.CLASS_DIRECTORY_BYTES,
    limits.CLASS_UNPACKED_BYTES,
    limits.CLASS_UNPACKED_BYTES,
)


class NoClass(CourseError):
    """There are no submissions at a path. One sentence that says what was looked for."""


def open_class(
    path: Path, catalog: Catalog, *, times: Mapping[str, datetime] = MappingProxyType({})
) -> Class:
    """Find out how the submissions at a path lie, a folder or an archive of all of them.

    Whose they are is known then; what they are is read for one student at a time. `times` says when
    students handed in, by their id, key or email, and counts before whatever files say. Raises
    `NoClass`, and `CourseError` for an export that is broken.
    """
    names = Names(catalog.all())
    with ExitStack() as stack:
        shelf = _folder(path, names) if path.is_dir() else _archive(path, names, stack)
        layout = _layout(shelf, names)
        if layout is None:
            raise NoClass(_nothing(path, names))
        return Class(layout, names, times, stack.pop_all())


def _folder(path: Path, names: Names) -> Place:
    folder = Folder(path.resolve(), names.matters)
    if folder.seen() > limits.ENTRIES:
        raise NoClass(f"{path} has too many files for a class: name the folder of the submissions")
    return folder


def _archive(path: Path, names: Names, stack: ExitStack) -> Place:
    """Return what is in an archive of a whole class. Raises `NoClass`."""
    if not path.is_file():
        raise NoClass(f"there is no {path}: name the folder or the archive of the submissions")
    if path.suffix == ".py":
        match = names.match([path.name])
        number = match[0][:2] if match else names.example.number
        check = f"asynccourse check {number} --file {path}"
        raise NoClass(f"{path} is one answer, and no class: type `{check}`")
    root = Node(without_suffix(path.name))
    try:
        file = stack.enter_context(path.open("rb"))
        spool = Spool()
        stack.callback(spool.close)
        read_archive(file, str(path), root, names.matters, replace(_CLASS), spool.keep)
    except OSError as error:
        told = f"{path} can't be read: {error.strerror}"
        raise NoClass(f"{told}; see whether you may read it") from None
    except Refused as refused:
        raise NoClass(f"{refused}; unpack it, and name the folder") from None
    return root


def _layout(shelf: Place, names: Names) -> Layout | None:
    """Return how a class lies, by the first layout that knows it again."""
    around = list(_around(shelf))
    for place in around:
        if export := gradescope.detect(place, names) or moodle.detect(place, names):
            return export
    # What is around one student's files in an archive is how that student packed them; on disk, a
    # single folder is one student of the class.
    packed = isinstance(shelf, Node)
    for place in [Bundle(shelf.name, [one], []) for one in around] if packed else [shelf]:
        if own := repository.detect(place, names):
            return own
    place = _students(around, names, packed)
    return students.detect_checkout(place, names) or students.detect_folders(place, names)


def _students(around: Sequence[Place], names: Names, packed: bool) -> Place:
    """Return where the students' folders and archives are, of the places that are in one another.

    A folder that is alone is one student, unless several are in it. In an archive it is how the
    class was packed.
    """
    place = around[-1]
    if len(around) == 1 or repository.detect(place, names) is not None:
        return around[0]
    several = len(folders_of(place)) + len(archives_of(place)) > 1
    return place if is_class(place, names) or (packed and several) else around[0]


def _around(shelf: Place) -> Iterator[Place]:
    """Yield a place, and the folders in it that are alone there, one in the other."""
    yield shelf
    place = shelf
    for _ in range(limits.FOLDERS):
        folders = folders_of(place)
        if len(folders) != 1 or place.files():
            return
        place = folders[0]
        yield place


def _nothing(path: Path, names: Names) -> str:
    file = f"{names.example.slug}.py"
    forms = f"{file}, {names.example.name}/{file} or exercises/{names.example.name}/{file}"
    return (
        f"there are no submissions in {path}: no student's folder or archive with {forms} is "
        "there; type `asynccourse grade SUBMISSIONS` with the folder that holds the students'"
    )
