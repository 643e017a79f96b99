"""A runner that isn't one: it has the wall to itself, and no submission."""

from __future__ import annotations

import asyncio
import signal
import socket
from pathlib import Path
from typing import Self

from asynccourse.judge.process import Output, RunnerProcess
from asynccourse.sandbox.ground import Room
from asynccourse.wall.forking import Ended
from asynccourse.wall.framing import pack
from asynccourse.wall.messages import FromRunner


class Forger(RunnerProcess):
    """A runner that says what it is told to, whatever it is asked; then it ends, or is silent."""

    theirs: socket.socket

    @classmethod
    async def start(cls, said: list[FromRunner], *, ends: bool) -> Self:
        """Open the wall and say it all."""
        ours, theirs = socket.socketpair()
        printed = asyncio.StreamReader()
        printed.feed_eof()
        room = Room(Path.cwd(), None, socket.socket)
        runner = cls(*await asyncio.open_connection(sock=ours), Output(100), printed, room)
        runner.theirs = theirs
        runner.say(*said)
        if ends:
            theirs.shutdown(socket.SHUT_WR)
        return runner

    def say(self, *said: FromRunner) -> None:
        """Send messages."""
        self.theirs.sendall(b"".join(map(pack, said)))

    def signal(self, number: signal.Signals) -> None:
        """There is no process to be sent one."""

    def end(self, grace: float) -> Ended:
        """Close the wall."""
        self.theirs.close()
        return Ended(0, killed=False)
