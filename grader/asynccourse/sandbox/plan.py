"""What a level comes to on this machine: how the zygote is started, and what it is told to do."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from asynccourse.sandbox import machine, paths
from asynccourse.sandbox.bubblewrap import command
from asynccourse.sandbox.ground import ROOMS
from asynccourse.sandbox.level import Level
from asynccourse.wall.forking import Confine

FIRST_USER = 1_000_000_000
"""Users from here on are nobody's, and each judge has one of its own."""

NOBODY = 65_534

PROCESSES = 512
"""Most processes and threads that a submission may have, where they can be counted."""


@dataclass(frozen=True)
class Plan:
    """How runners are confined. `user` is whom they run as; None for the judge's own."""

    level: Level
    user: int | None

    @property
    def own_network(self) -> bool:
        """Whether runners have a network of their own, where the judge needs sockets of theirs."""
        return self.level == "strict"

    @property
    def mounted(self) -> list[str]:
        """What is mounted in the sandbox, wherever that is; nothing without one."""
        return [*paths.python_folders(), str(paths.PACKAGE)] if self.level == "strict" else []

    def command(self, zygote: Sequence[str], folder: Path) -> list[str]:
        """Return the command that starts the zygote; `folder` is what runners and judge share."""
        return command(zygote, folder) if self.level == "strict" else list(zygote)

    def confine(self, folder: Path) -> Confine | None:
        """Return what the zygote has to do to each runner; None for nothing."""
        if self.level == "off":
            return None
        landlock = bool(machine.landlock_abi())
        counted = self.user is not None or self.level == "strict"
        return Confine(
            # Python looks for modules by the names in the folder that the package is in.
            listable=[str(paths.PACKAGE.parent)],
            readable=self._readable() if landlock else [],
            writable=self._writable(folder) if landlock else [],
            user=self.user,
            processes=PROCESSES if counted else None,
        )

    def _readable(self) -> list[str]:
        if self.level == "strict":
            return ["/"]  # where nothing else is to be seen
        folders = [*paths.SYSTEM, *paths.python_folders()]
        return [
            *paths.beside_the_package(folders),
            *paths.SETTINGS,
            "/proc",
            "/sys/devices/system/cpu",
        ]

    def _writable(self, folder: Path) -> list[str]:
        shared = [str(folder / ROOMS), "/dev/shm", *paths.DEVICES]
        if self.level == "strict":
            return [*shared, "/tmp"]
        return shared


def make_plan(level: Level) -> Plan:
    """Return the plan for a level. Raises `Unconfined` where this machine can't give it."""
    machine.require(level)
    return Plan(level, _user(level))


def told(plan: Plan) -> str:
    """Return in one sentence what a plan confines."""
    layers = {
        "off": "no files or network confined",
        "landlock": "Landlock",
        "strict": "bubblewrap namespaces" + (" and Landlock" if machine.landlock_abi() else ""),
    }
    user = f", as user {plan.user}" if plan.user is not None else ""
    return f"{plan.level}: {layers[plan.level]}{user}, own session, limits, clean environment"


def _user(level: Level) -> int | None:
    """Return whom runners become: for root a user that nobody else is, or else nobody."""
    if level == "off" or sys.platform != "linux" or os.geteuid() != 0:
        return None
    if level == "landlock" and not _reachable():
        return None
    return FIRST_USER + os.getpid() if _all_users() else NOBODY


def _reachable() -> bool:
    """Return whether another user can reach Python and the temporary folder: root's home, for one,
    is closed."""
    needed = (*paths.python_folders(), str(paths.PACKAGE), tempfile.gettempdir())
    folders = (Path(folder) for folder in needed)
    return all(
        part.stat().st_mode & 0o001 for folder in folders for part in (folder, *folder.parents)
    )


def _all_users() -> bool:
    """Return whether every user id can be had: a container may know only some."""
    try:
        fields = Path("/proc/self/uid_map").read_text().split()
    except OSError:
        return False
    return len(fields) == 3 and int(fields[2]) > FIRST_USER + 2**22
