"""The zygote: a warm, single-threaded process that forks a fresh runner in a few milliseconds.

Run as `python -I -m asynccourse.runner.zygote FD`, where FD is a socket to the judge. It imports
what runners need and never a suite. It is the reaper of all that its runners leave, so that not
even a daemon that left its session outlives the test.
"""

from __future__ import annotations

import asyncio
import concurrent.futures.thread
import gc
import importlib
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import asynccourse.runner.harness
from asynccourse.runner.channel import Channel
from asynccourse.runner.process import become_runner
from asynccourse.wall.forking import (
    Confine,
    Dial,
    Done,
    Ended,
    Failed,
    Fork,
    Forked,
    FromZygote,
    ToZygote,
    hear,
    tell,
    to_zygote,
)

if TYPE_CHECKING:
    from asynccourse.runner.confine import Confinement

PRELOADED = (asyncio, concurrent.futures.thread, asynccourse.runner.harness)


class Zygote:
    """Answers the judge, one question after another. One runner lives at a time."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._confinement: Confinement | None = None

    def serve(self) -> None:
        """Serve the judge until its end of the socket closes."""
        while True:
            try:
                data, fds = hear(self._control)
            except EOFError:
                return
            answer, sent = self._answer(data, fds)
            tell(self._control, answer, sent)
            for fd in (*fds, *sent):
                os.close(fd)

    def _answer(self, data: bytes, fds: list[int]) -> tuple[FromZygote, list[int]]:
        """Return the answer to a question, and the descriptors that go with it."""
        try:
            return self._act(to_zygote.decode(data), fds)
        except Exception as error:
            return Failed(f"{type(error).__name__}: {error}"), []

    def _act(self, question: ToZygote, fds: list[int]) -> tuple[FromZygote, list[int]]:
        match question:
            case Confine():
                self._confine(question)
                return Done(), []
            case Dial():
                return Done(), [socket.socket(socket.AF_INET, socket.SOCK_STREAM).detach()]
            case Fork(preload, room):
                pid = self._fork(preload, room, fds)
                return Forked(pid), _pidfd(pid)
        return _end(question.pid, question.grace), []

    def _confine(self, wanted: Confine) -> None:
        from asynccourse.runner.confine import Confinement  # noqa: PLC0415 - there is none elsewhere

        self._confinement = Confinement(wanted)

    def _fork(self, preload: list[str], room: str, fds: list[int]) -> int:
        for name in preload:
            if name not in sys.modules:
                importlib.import_module(name)
                gc.freeze()
        pid = os.fork()
        if pid:
            return pid
        status = 1
        try:
            self._control.detach()
            os.dup2(fds[1], sys.stderr.fileno())
            _settle(room)
            status = run(fds[0], fds[0], fds[1], self._confinement)
        except Exception as error:
            # The judge tells it where the runner was not ready yet.
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        finally:
            os._exit(status)


def main() -> None:
    """Be a zygote."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _adopt_orphans()
    gc.disable()
    gc.collect()
    gc.freeze()
    Zygote(control).serve()


def _pidfd(pid: int) -> list[int]:
    """Return a descriptor of a process, good in every namespace; none where there are none."""
    try:
        return [os.pidfd_open(pid)]
    except (AttributeError, OSError):
        return []


def _settle(room: str) -> None:
    """Make a folder the runner's own: where it starts, and where its temporary files go."""
    os.chdir(room)
    os.environ["HOME"] = os.environ["TMPDIR"] = room


def run(read_fd: int, write_fd: int, output_fd: int, confinement: Confinement | None = None) -> int:
    """Be a runner, with the wall on two descriptors (or one twice); return the exit status."""
    become_runner((read_fd, write_fd), output_fd, confinement)
    try:
        asynccourse.runner.harness.Harness(Channel(read_fd, write_fd)).run()
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 1
    return 0


def _end(pid: int, grace: float) -> Ended:
    status, killed = _wait(pid, grace), False
    if status is None:
        killed = True
        os.kill(pid, signal.SIGKILL)
    _kill_group(pid)
    if status is None:
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    _kill_strays()
    return Ended(status, killed)


def _wait(pid: int, grace: float) -> int | None:
    """Return the status of a runner that ends within `grace` seconds, else None."""
    until = time.monotonic() + grace
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= until:
            return None
        time.sleep(0.001)


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _kill_strays() -> None:
    """Kill and reap what the runner's death left to us, until there is nothing more.

    One runner lives at a time, so every child that we have now is a stray of its.
    """
    while True:
        for child in _children():
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                pass
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> list[int]:
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    try:
        return [int(pid) for pid in path.read_text().split()]
    except OSError:
        return []


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        from asynccourse.runner.prctl import (  # noqa: PLC0415
            PR_SET_CHILD_SUBREAPER,
            PR_SET_PDEATHSIG,
            prctl,
        )

        prctl(PR_SET_CHILD_SUBREAPER, 1)
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
