"""The processes of a grader, as the kernel knows them, and what they leave behind."""

from __future__ import annotations

import time
from pathlib import Path


def judging(grader: int) -> list[int]:
    """Return the judging processes of a grader."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")")[1].split()[1])
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == grader and b"asynccourse.grading.worker" in words:
            found.append(int(folder.name))
    return found


def wait_for_another(grader: int, than: int) -> int:
    """Return a judging process that isn't that one, as soon as there is one."""
    while True:
        others = [pid for pid in judging(grader) if pid != than]
        if others:
            return others[0]
        time.sleep(0.01)


def assert_nothing_left(folder: Path) -> None:
    """Wait until no process names a folder of its own in there, and there is none either."""
    until = time.monotonic() + 60
    while list(folder.glob("asynccourse-*")) or _users(folder):
        assert time.monotonic() < until, (list(folder.glob("asynccourse-*")), _users(folder))
        time.sleep(0.05)


def _users(folder: Path) -> list[int]:
    """Return the processes that were started with this folder for what is temporary."""
    needle = str(folder).encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if needle in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found
