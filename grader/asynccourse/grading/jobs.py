"""How many answers are judged at once on this machine, where nobody says.

More than it has cores: an answer that hangs waits for its limits, tests on a real clock sleep, and
processes are waited for. And no more than there is memory for: Linux tells what is free, and what
the control groups around us, a container's first of all, allow.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PER_CORE: Final = 3

NEEDED: Final = 200 * 2**20
"""Bytes that judging one answer takes, seldom more: a judging process, its zygote, the runner of a
test, and what databases and worker processes take beside them."""

ROOT: Final = Path("/")


def usual_jobs(root: Path = ROOT) -> int:
    """Return how many answers to judge at once; `root` is where `proc` and `sys` lie."""
    groups = list(_groups(root))
    jobs = PER_CORE * _cores(groups)
    free = [_free(root), *(_allowed(group) for group in groups)]
    room = min((one for one in free if one is not None), default=None)
    return max(1, jobs if room is None else min(jobs, room // NEEDED))


def _cores(groups: list[Path]) -> int:
    """Return how many cores this process may use, at least one."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    shares = (_share(group) for group in groups)
    return min([there or 1, *(share for share in shares if share)])


def _groups(root: Path) -> Iterator[Path]:
    """Yield the folders of the control groups that we are in, from within outwards."""
    top = root / "sys/fs/cgroup"
    for line in _text(root / "proc/self/cgroup").splitlines():
        number, _, name = line.partition("::")
        if number == "0":
            own = top / name.lstrip("/")
            yield from (one for one in (own, *own.parents) if one.is_relative_to(top))


def _free(root: Path) -> int | None:
    """Return the bytes of memory that are to be had; None where that isn't known."""
    kilobytes = _table(root / "proc/meminfo").get("MemAvailable:")
    return None if kilobytes is None else kilobytes * 1024


def _allowed(group: Path) -> int | None:
    """Return the bytes of memory that a control group still allows; None where any number.

    What its processes hold counts, and not the files that the kernel keeps for them: those go.
    """
    most = _text(group / "memory.max").strip()
    return int(most) - _table(group / "memory.stat").get("anon", 0) if most.isdigit() else None


def _share(group: Path) -> int | None:
    """Return how many cores a control group allows, rounded up; None where any number."""
    quota, _, period = _text(group / "cpu.max").partition(" ")
    return -(-int(quota) // int(period)) if quota.isdigit() else None


def _table(path: Path) -> dict[str, int]:
    """Return the numbers of a file of lines like `name number …`."""
    lines = (line.split() for line in _text(path).splitlines())
    return {words[0]: int(words[1]) for words in lines if len(words) > 1}


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
