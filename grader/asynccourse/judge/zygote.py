"""The judge's hold on its zygote: starts it early, asks it for runners, has them ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Sequence

import msgspec

from asynccourse.sandbox.ground import Ground, Room
from asynccourse.sandbox.level import Level
from asynccourse.sandbox.plan import make_plan
from asynccourse.verdicts.refusal import GraderFault
from asynccourse.wall.forking import (
    Dial,
    End,
    Ended,
    Failed,
    Fork,
    Forked,
    FromZygote,
    ToZygote,
    from_zygote,
    hear,
    tell,
)

PATIENCE = 60.0
"""Seconds to wait for the zygote's answer, its own start on a busy machine included."""


class ZygoteLost(GraderFault):
    """The zygote is gone, which no submission can bring about without attacking it."""


class Zygote:
    """A process that forks runners, confined as planned. Raises `Unconfined`."""

    def __init__(self, level: Level = "off") -> None:
        self._plan = make_plan(level)
        self._ground = Ground(self._plan.user, mounted=self._plan.mounted)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._control.settimeout(PATIENCE)
        self._owed = 0
        fd = str(theirs.fileno())
        zygote = [sys.executable, "-I", "-m", "asynccourse.runner.zygote", fd]
        with theirs:
            self._process = subprocess.Popen(
                self._plan.command(zygote, self._ground.path),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env=clean_environment(str(self._ground.rooms)),
                cwd=self._ground.rooms,
            )
        confine = self._plan.confine(self._ground.path)
        if confine is not None:
            tell(self._control, confine, [])
            self._owed += 1

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def room(self) -> Room:
        """Return an empty room for the next runner, once the one before has ended.

        Raises `GraderFault`.
        """
        self._hear_owed()
        return self._ground.room(self.socket if self._plan.own_network else socket.socket)

    def fork(self, wall: int, output: int, preload: Sequence[str], room: Room) -> tuple[int, int]:
        """Fork a runner onto two descriptors; return its process id, as the zygote knows it, and
        a pidfd (-1 where there is none). Raises `GraderFault`."""
        answer, fds = self._ask(Fork(list(preload), str(room.path)), [wall, output])
        if not isinstance(answer, Forked):
            raise GraderFault("the zygote gave an answer that isn't one")
        return answer.pid, fds[0] if fds else -1

    def socket(self) -> socket.socket:
        """Return a TCP socket in the runners' network. Raises `GraderFault`."""
        _, fds = self._ask(Dial(), [])
        return socket.socket(fileno=fds[0])

    def end(self, pid: int, grace: float) -> Ended:
        """Have a runner and its whole group killed, at once or after `grace` seconds."""
        answer, _ = self._ask(End(pid, grace), [])
        if not isinstance(answer, Ended):
            raise GraderFault("the zygote gave an answer that isn't one")
        return answer

    def end_soon(self, pid: int) -> None:
        """Have a runner and its group killed, without waiting for it: surely before the next fork.

        Nobody has to know how it ended, and the judge has other work to do meanwhile.
        """
        try:
            tell(self._control, End(pid, 0.0), [])
            self._owed += 1
        except OSError:
            pass  # a zygote that is gone took its runners along

    def close(self) -> None:
        """End the zygote, once it has ended its runners, and remove its folder."""
        try:
            self._hear_owed()
        except GraderFault:
            pass
        self._control.close()
        self._process.kill()
        self._process.wait()
        self._ground.close()

    def _ask(self, question: ToZygote, fds: list[int]) -> tuple[FromZygote, list[int]]:
        try:
            tell(self._control, question, fds)
        except OSError as error:
            raise self._lost(error) from None
        self._hear_owed()
        return self._hear()

    def _hear_owed(self) -> None:
        """Receive the answers that nobody has waited for."""
        while self._owed:
            self._owed -= 1
            self._hear()

    def _hear(self) -> tuple[FromZygote, list[int]]:
        try:
            data, fds = hear(self._control)
            answer = from_zygote.decode(data)
        except (OSError, EOFError, msgspec.MsgspecError) as error:
            raise self._lost(error) from None
        if isinstance(answer, Failed):
            raise GraderFault(f"no runner could be started: {answer.reason}")
        return answer, fds

    def _lost(self, error: Exception) -> ZygoteLost:
        return ZygoteLost(f"the process that starts runners is gone ({error})")


def clean_environment(folder: str) -> dict[str, str]:
    """Return the environment of zygotes and runners: nothing of the judge's but the search path."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": folder,
        "TMPDIR": folder,
        "USER": "learner",
        "LOGNAME": "learner",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
