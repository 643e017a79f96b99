"""A folder, a clone or an archive for each student."""

from __future__ import annotations

from collections import defaultdict
from itertools import takewhile

from asynccourse.grading.intake.layout import (
    Handed,
    Layout,
    answered,
    archives_of,
    folders_of,
    named,
)
from asynccourse.grading.intake.names import Names, without_suffix
from asynccourse.grading.intake.places import Bundle, Leaf, Place


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
    archives: dict[str, list[Leaf]] = defaultdict(list)
    for leaf in archives_of(place):
        archives[without_suffix(leaf.name)].append(leaf)
    if not archives and not any(
        any(True for _ in answered(one, names)) for one in folders.values()
    ):
        return None
    handed = []
    for name in sorted(folders.keys() | archives.keys()):
        places = [folders[name]] if name in folders else []
        whole = Bundle(name, places, archives[name]) if archives[name] else folders[name]
        handed.append(Handed(named(name), whole))
    kind = " or ".join(["a folder"] * bool(folders) + ["an archive"] * bool(archives))
    return Layout(f"{kind} for {_each('student', len(handed))}", handed)


def is_class(place: Place, names: Names) -> bool:
    """Return whether a folder is around several students: two archives, or two folders that answer
    the same exercise."""
    if len(archives_of(place)) > 1:
        return True
    seen: set[str] = set()
    for folder in folders_of(place):
        here = set(answered(folder, names)) - {""}
        if seen & here:
            return True
        seen |= here
    return False


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
