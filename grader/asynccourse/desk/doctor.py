"""Whether this machine has what the course needs; each finding says how to mend it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from asynccourse.course.catalog import find_catalog
from asynccourse.desk.home import Home, find_home
from asynccourse.parts.needs import NEEDS
from asynccourse.sandbox.level import LEVELS
from asynccourse.sandbox.machine import missing

OLDEST = (3, 11)
NEWEST = (3, 13)

WATCHES = 8192
"""inotify watches that are enough beside an editor's own."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: well, lacking something that can be done without, or bad."""

    state: Literal["ok", "lacks", "bad"]
    what: str
    cure: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything that the course depends on."""
    yield _python()
    yield from _layers()
    home = find_home()
    yield _folder(home)
    if home is not None:
        yield _writable(home)
    yield _temporary()
    yield from _needs()
    yield _editor()
    yield from _watches()


def _python() -> Finding:
    version = sys.version_info[:2]
    what = f"Python {platform.python_version()} on {platform.system()}"
    if version < OLDEST:
        return Finding("bad", what, "install Python 3.11 or newer, and asynccourse with it")
    if version > NEWEST:
        return Finding("lacks", what, "the course is tested up to Python 3.13")
    return Finding("ok", what)


def _layers() -> Iterator[Finding]:
    """What keeps a submission apart from the judge."""
    yield Finding("ok", "submissions run in a process of their own")
    if not hasattr(os, "fork"):
        yield Finding(
            "lacks",
            "no fork: each test starts an interpreter, which takes longer",
            "on Windows, use WSL to have it",
        )
    if sys.platform != "linux":
        yield Finding(
            "lacks",
            "what a submission leaves behind in other sessions isn't found",
            "use Linux, or WSL, to have such processes ended as well",
        )
    for level in LEVELS[1:]:
        lacking = missing(level)
        if lacking:
            yield Finding("lacks", f"no sandbox level {level!r} for other people's code", lacking)
        else:
            yield Finding("ok", f"sandbox level {level!r} for other people's code")


def _folder(home: Home | None) -> Finding:
    if home is None:
        return Finding("lacks", "no course folder here", "`asynccourse init` makes one")
    lost = [one.stub for one in find_catalog().all() if not one.stub.is_file()]
    if lost:
        number = lost[0].parent.name[:2]
        return Finding("bad", f"{lost[0]} is missing", f"`asynccourse reset {number}`")
    return Finding("ok", f"course folder {home.root}")


def _writable(home: Home) -> Finding:
    place = home.notes if home.notes.exists() else home.root
    if os.access(place, os.W_OK):
        return Finding("ok", "progress can be noted")
    return Finding("bad", f"{place} can't be written to", "move the course to a folder of yours")


def _temporary() -> Finding:
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    if free < 2**28:
        return Finding("bad", f"{folder} has {free >> 20} MiB left", "make room there")
    return Finding("ok", f"{folder} has room")


def _needs() -> Iterator[Finding]:
    """What only some exercises need."""
    users: dict[str, list[str]] = {name: [] for name in NEEDS}
    for exercise in find_catalog().all():
        for name in exercise.file.needs:
            users[name].append(exercise.number)
    for name, need in NEEDS.items():
        numbers = ", ".join(users[name])
        if not numbers:
            continue
        if need.is_met():
            yield Finding("ok", f"{need.told}, for {numbers}")
        else:
            yield Finding("lacks", f"no {_bare(need.told)}, which {numbers} needs", need.cure)


def _bare(told: str) -> str:
    return told.removeprefix("a ")


def _editor() -> Finding:
    for name in ("VISUAL", "EDITOR"):
        if command := os.environ.get(name):
            return Finding("ok", f"editor: {command} (${name})")
    return Finding("ok", "editor: any; set $EDITOR to open files from `asynccourse watch`")


def _watches() -> Iterator[Finding]:
    limit = Path("/proc/sys/fs/inotify/max_user_watches")
    try:
        most = int(limit.read_text())
    except (OSError, ValueError):
        return
    if most < WATCHES:
        yield Finding(
            "lacks",
            f"only {most} files can be watched, and your editor wants some of them",
            "`sudo sysctl fs.inotify.max_user_watches=65536`",
        )
