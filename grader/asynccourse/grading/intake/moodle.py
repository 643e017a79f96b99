"""A Moodle assignment's "Download all submissions": a folder for each student, or flat files."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from asynccourse.grading.intake.layout import Handed, Layout, folders_of
from asynccourse.grading.intake.names import MOODLE, Names
from asynccourse.grading.intake.places import Bundle, Leaf, Place
from asynccourse.grading.intake.refused import shown
from asynccourse.grading.submission import Student

_NAME = re.compile(rf"(?P<name>.+?)(_(?P<key>\d+))?{MOODLE}(?P<kind>[a-z]+)(_(?P<file>.*))?", re.S)
"""As Moodle names folders and files: `Anna Example_12345_assignsubmission_file_gather.py`. A name's
own underscores are spaces there. The default group of teams has no number."""


def detect(place: Place, _names: Names) -> Layout | None:
    """Return the layout of a Moodle export; a student goes by the number of the participant.

    The files' times are no submissions': Moodle writes those of the download.
    """
    folders: dict[tuple[str, str], list[Place]] = defaultdict(list)
    files: dict[tuple[str, str], list[Leaf]] = defaultdict(list)
    for folder in folders_of(place):
        if named := _NAME.fullmatch(folder.name):
            folders[named["name"], named["key"] or ""].append(folder)
    for leaf in place.files():
        if named := _NAME.fullmatch(leaf.name):
            files[named["name"], named["key"] or ""].append(replace(leaf, name=named["file"] or ""))
    people = sorted(folders.keys() | files.keys())
    if not people:
        return None
    handed = [
        Handed(_student(*who), Bundle(who[0], folders[who], files[who]), dated=False)
        for who in people
    ]
    return Layout(f"a Moodle export of {len(handed)} submissions", handed)


def _student(name: str, key: str) -> Student:
    return Student(key or shown(name), name=shown(name), key=key)
