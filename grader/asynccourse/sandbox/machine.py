"""What this machine offers to confine a process with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from asynccourse.sandbox.level import LEVELS, Level, Unconfined

TRIAL = 20.0
"""Seconds that a trial of bubblewrap may take, on the busiest of machines."""

_WHOLE_SYSTEM = ("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev")

INSTALL = "apt install bubblewrap (or your system's package of it)"


@cache
def missing(level: Level) -> str:
    """Return what keeps this machine from giving a level, with the cure; empty for nothing."""
    if level == "off":
        return ""
    if sys.platform != "linux":
        return "only Linux can confine files and network this way: run it there, or in a container"
    return _no_landlock() if level == "landlock" else _no_namespaces()


def strongest() -> Level:
    """Return the strongest level that this machine can give."""
    return next(level for level in reversed(LEVELS) if not missing(level))


def require(level: Level) -> None:
    """Raise `Unconfined` where this machine can't give a level."""
    lacking = missing(level)
    if lacking:
        raise Unconfined(
            f"the sandbox level {level!r} can't be had here: {lacking}; --sandbox auto takes the "
            f"strongest that can ({strongest()!r})"
        )


@cache
def landlock_abi() -> int:
    """Return the version of Landlock that the kernel speaks; 0 without it."""
    if sys.platform != "linux":
        return 0
    from asynccourse.runner.landlock import abi  # noqa: PLC0415 - there is no prctl elsewhere

    return abi()


def _no_landlock() -> str:
    if landlock_abi():
        return ""
    return "the kernel has no Landlock: it takes Linux 5.13 or newer, with landlock in lsm="


def bubblewrap() -> Path | None:
    """Return bubblewrap's program; None where it isn't installed."""
    found = shutil.which("bwrap")
    return Path(found) if found else None


def _no_namespaces() -> str:
    program = bubblewrap()
    if program is None:
        return f"bubblewrap is not here: {INSTALL}"
    try:
        trial = subprocess.run(
            [str(program), *namespaces(), *_WHOLE_SYSTEM, "true"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TRIAL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap can't be run: {error}"
    if trial.returncode == 0:
        return ""
    said = " ".join(trial.stderr.decode("utf-8", "replace").split()) or "it says nothing"
    return (
        f"the system refuses namespaces ({said}): allow user namespaces (on Ubuntu: sysctl "
        "kernel.apparmor_restrict_unprivileged_userns=0), or run it as root"
    )


def namespaces() -> list[str]:
    """Return bubblewrap's options for the namespaces: a user namespace only where not root."""
    own = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    return own if os.geteuid() == 0 else ["--unshare-user", *own]
