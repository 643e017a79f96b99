"""The judge's hold on its zygote: starts it early, asks it for runners, has them ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from asynccourse.parts import files
from asynccourse.verdicts.refusal import GraderFault
from asynccourse.wall.forking import (
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
    """A process that forks runners. Its work folder is where runners start, and is removed."""

    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="asynccourse-")
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._control.settimeout(PATIENCE)
        self._owed = 0
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "asynccourse.runner.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env=clean_environment(self.folder),
                cwd=self.folder,
            )

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def fork(self, wall: int, output: int, preload: Sequence[str]) -> int:
        """Fork a runner onto two descriptors and return its process id. Raises `GraderFault`."""
        answer = self._ask(Fork(list(preload)), [wall, output])
        if not isinstance(answer, Forked):
            raise GraderFault("the zygote gave an answer that isn't one")
        return answer.pid

    def end(self, pid: int, grace: float) -> Ended:
        """Have a runner and its whole group killed, at once or after `grace` seconds."""
        answer = self._ask(End(pid, grace), [])
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
        except (OSError, EOFError):
            pass
        self._control.close()
        self._process.kill()
        self._process.wait()
        files.remove(Path(self.folder))

    def _ask(self, question: ToZygote, fds: list[int]) -> FromZygote:
        try:
            tell(self._control, question, fds)
            self._hear_owed()
            answer = from_zygote.decode(hear(self._control)[0])
        except (OSError, EOFError, msgspec.MsgspecError) as error:
            raise ZygoteLost(f"the process that starts runners is gone ({error})") from None
        if isinstance(answer, Failed):
            raise GraderFault(f"no runner could be started: {answer.reason}")
        return answer

    def _hear_owed(self) -> None:
        """Receive the answers that nobody has waited for."""
        while self._owed:
            hear(self._control)
            self._owed -= 1


def clean_environment(folder: str) -> dict[str, str]:
    """Return the environment of zygotes and runners: nothing of the judge's but the search path."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": folder,
        "TMPDIR": folder,
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
