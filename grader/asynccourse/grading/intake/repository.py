"""One student's own files: a clone or a course folder, as it lies."""

from __future__ import annotations

from collections.abc import Iterator

from asynccourse.grading.intake.layout import Handed, Layout, folders_of, is_class, named
from asynccourse.grading.intake.names import Form, Names, without_suffix
from asynccourse.grading.intake.places import Place


def detect(place: Place, names: Names) -> Layout | None:
    """Return the layout of one student's own repository, whose name is the student's."""
    forms = set(_forms(place, names))
    if not forms or (forms == {Form.BARE} and is_class(place, names)):
        return None  # a bare file beside students' folders has strayed there
    student = named(without_suffix(place.name))
    told = f"one student's own repository, {student.id}"
    return Layout(told, [Handed(student, place)], own=True)


def _forms(place: Place, names: Names) -> Iterator[Form]:
    """Yield how answers lie that are at the place itself, and not in a folder around them."""
    folders = folders_of(place)
    named_like = [folder for folder in folders if names.exercise(folder.name)]
    paths = [[leaf.name] for leaf in place.files()]
    paths += [[folder.name, leaf.name] for folder in named_like for leaf in folder.files()]
    for path in paths:
        match = names.match(path)
        if match is not None and match[1].folders == 0:
            yield match[1].form
    courses = (folder for folder in folders if folder.name.lower() == "exercises")
    if any(names.exercise(inner.name) for course in courses for inner in folders_of(course)):
        yield Form.COURSE
