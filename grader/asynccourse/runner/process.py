"""What a fresh runner does before it hears the judge: its session, its limits, its output."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asynccourse.runner.confine import Confinement

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

OPEN_FILES = 512
"""Descriptors that a runner may have open."""

FILE_BYTES = 256 * 2**20
"""Largest file that a runner may write, in bytes."""

CORE_BYTES = 0


def become_runner(
    wall_fds: tuple[int, int], output_fd: int, confinement: Confinement | None = None
) -> None:
    """Turn this process into a runner: a session of its own, output captured, limits set."""
    if hasattr(os, "setsid"):
        os.setsid()
    if confinement is not None:
        confinement.enter()
    _die_with_parent()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output_fd, 1)
    os.dup2(output_fd, 2)
    _close_all_but({0, 1, 2, *wall_fds})
    _open_streams()
    _set_limits()
    sys.dont_write_bytecode = True
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.enable()


def limit_memory(most: int) -> None:
    """Bound the address space to `most` bytes; beyond it the submission gets a MemoryError."""
    if resource is not None:
        _lower(resource.RLIMIT_AS, most)


def _set_limits() -> None:
    if resource is not None:
        _lower(resource.RLIMIT_CORE, CORE_BYTES)
        _lower(resource.RLIMIT_NOFILE, OPEN_FILES)
        _lower(resource.RLIMIT_FSIZE, FILE_BYTES)
        # A file over its limit then raises OSError instead of ending the process.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _lower(limit: int, most: int) -> None:
    _, hard = resource.getrlimit(limit)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(limit, (bound, bound))


def _close_all_but(kept: set[int]) -> None:
    if not hasattr(os, "closerange") or os.name == "nt":
        return
    edges = sorted(kept)
    for low, high in zip(edges, [*edges[1:], 4096], strict=True):
        os.closerange(low + 1, high)


def _open_streams() -> None:
    """Open stdout and stderr anew, a line at a time: what is printed before a kill is kept."""
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    for name, fd in (("stdout", 1), ("stderr", 2)):
        stream = open(  # noqa: SIM115
            fd, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _die_with_parent() -> None:
    """On Linux: be killed when the zygote dies, which itself is killed when the judge dies.

    And gain nothing from programs that run as somebody else.
    """
    if sys.platform == "linux":
        from asynccourse.runner.prctl import (  # noqa: PLC0415
            PR_SET_NO_NEW_PRIVS,
            PR_SET_PDEATHSIG,
            prctl,
        )

        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        prctl(PR_SET_NO_NEW_PRIVS, 1)
