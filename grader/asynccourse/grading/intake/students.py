"""A folder, a clone or an archive for each student."""

from __future__ import annotations

from itertools import takewhile

from asynccourse.grading.intake.layout import (
    Handed,
    Layout,
    archives_of,
    folders_of,
    holds_answers,
    named,
)
from asynccourse.grading.intake.names import Names, without_suffix
from asynccourse.grading.intake.places import LINK, Bundle, Leaf, Place


def detect_checkout(place: Place, _names: Names) -> Layout | None:
    """Return the layout of a GitHub organisation's or Classroom's checkout: a clone for each.

    What all of their names begin with, up to a hyphen, is the assignment's; the rest is the login.
    """
    folders = folders_of(place)
    clones = [folder for folder in folders if folder.is_repository()]
    if not clones or 2 * len(clones) < len(folders):
        return None
    prefix = _prefix([folder.name for folder in folders], place.name)
    handed = [Handed(named(folder.name.removeprefix(prefix)), folder) for folder in folders]
    whose = f"of the assignment {prefix[:-1]}" if prefix else "of an organisation"
    return Layout(f"a GitHub checkout {whose}: {_each('clone', len(handed))}", handed)


def detect_folders(place: Place, names: Names) -> Layout | None:
    """Return the layout of a folder or an archive for each student, both where one has both."""
    folders = {folder.name: folder for folder in folders_of(place)}
    archives: dict[str, list[Leaf]] = {}
    for leaf in archives_of(place):
        archives.setdefault(without_suffix(leaf.name), []).append(leaf)
    if not archives and not any(holds_answers(folder, names) for folder in folders.values()):
        return None
    handed = [Handed(named(leaf.name), Bundle("", [], [leaf])) for leaf in _links(place)]
    for name in folders.keys() | archives.keys():
        whole = [folders[name]] if name in folders else []
        leaves = archives.get(name, [])
        handed.append(Handed(named(name), Bundle(name, whole, leaves) if leaves else whole[0]))
    kind = " or ".join(["a folder"] * bool(folders) + ["an archive"] * bool(archives))
    return Layout(f"{kind} for {_each('student', len(handed))}", handed)


def _links(place: Place) -> list[Leaf]:
    """Return the links in the place of students' folders: nothing is read there, and it is told."""
    return [leaf for leaf in place.files() if leaf.fault == LINK and "." not in leaf.name]


def _prefix(names: list[str], around: str) -> str:
    """Return what the names of clones have in common, which Classroom's folder says itself."""
    said = around.removesuffix("-submissions") + "-"
    first, last = min(names), max(names)  # what these two begin with, all do
    alike = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    )
    common = first[: first.rfind("-", 0, alike) + 1] if first != last else ""
    prefix = said if all(name.startswith(said) for name in names) else common
    return prefix if all(len(name) > len(prefix) for name in names) else ""


def _each(what: str, count: int) -> str:
    return f"one {what}" if count == 1 else f"each of {count} {what}s"
