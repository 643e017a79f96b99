"""The command that puts a zygote into namespaces, with bubblewrap."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from asynccourse.sandbox import machine, paths
from asynccourse.sandbox.ground import ROOMS, SEEN_AS

ROOT_KEEPS = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_DAC_OVERRIDE")
"""What a zygote of root's needs to make runners another user's, and to end them."""


def command(zygote: Sequence[str], folder: Path) -> list[str]:
    """Return the command that runs `zygote` confined.

    Of `folder`, runners see three folders: where they write, their /tmp and their /dev/shm.
    """
    program = machine.bubblewrap()
    assert program is not None, "the level was required before"
    return [
        str(program),
        *machine.namespaces(),
        *_rights(),
        *_system(),
        *_devices(folder),
        *_python(),
        *_package(),
        *_leading_to(str(folder / ROOMS)),
        *("--bind", str(folder / ROOMS), str(folder / ROOMS)),
        *("--remount-ro", "/dev", "--remount-ro", "/"),
        *("--chdir", str(folder / ROOMS)),
        "--die-with-parent",
        # So the zygote reaps what its runners leave, and none of them can send it a signal.
        "--as-pid-1",
        "--",
        *zygote,
    ]


def _leading_to(path: str) -> Iterator[str]:
    """Make the folders above a path such that anybody can pass through them."""
    for folder in reversed(Path(path).parents[:-1]):
        yield from ("--perms", "0755", "--dir", str(folder))


def _rights() -> Iterator[str]:
    yield from ("--cap-drop", "ALL")
    if os.geteuid() == 0:
        for right in ROOT_KEEPS:
            yield from ("--cap-add", right)


def _system() -> Iterator[str]:
    for path in map(Path, paths.SYSTEM):
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))
    yield from _leading_to(paths.SETTINGS[0])
    for setting in paths.SETTINGS:
        yield from ("--ro-bind-try", setting, setting)


def _devices(folder: Path) -> Iterator[str]:
    yield from ("--proc", "/proc", "--dev", "/dev")
    for part, seen in SEEN_AS.items():
        yield from ("--bind", str(folder / part), seen)


def _python() -> Iterator[str]:
    for folder in paths.python_folders():
        if not paths.is_within(folder, paths.SYSTEM):
            yield from _leading_to(folder)
            yield from ("--ro-bind-try", folder, folder)


def _package() -> Iterator[str]:
    """Show of this package what runners import, wherever it is installed."""
    package = str(paths.PACKAGE)
    yield from _leading_to(package)
    yield from ("--tmpfs", package)
    for part in paths.OWN_PARTS:
        yield from ("--ro-bind", part, part)
    yield from ("--remount-ro", package)
