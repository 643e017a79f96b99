"""One runner process from the judge's side: its wall, its output, its end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

from asynccourse.judge.activity import is_at_rest, waited
from asynccourse.judge.zygote import Zygote, ZygoteLost, clean_environment
from asynccourse.sandbox.ground import Room
from asynccourse.verdicts.refusal import GraderFault
from asynccourse.wall.forking import Ended

CHUNK = 2**16
LAST_WORDS = 1.0
"""Seconds to wait for the end of a dead runner's output, which a survivor might hold open."""

FLOOD = 16
"""How many times what is kept of its output a runner may print before it is stopped."""


class Output:
    """What the submission printed: its beginning is kept, the rest is counted."""

    def __init__(self, most: int) -> None:
        self.total = 0
        self.on_flood: Callable[[int], None] = lambda total: None
        """Called once when far more was printed than is kept, with the bytes so far."""
        self._most = most
        self._kept = bytearray()

    async def collect(self, reader: asyncio.StreamReader) -> None:
        """Read until the last holder of the pipe is gone."""
        while data := await reader.read(CHUNK):
            self.add(data)
            if self.total > FLOOD * self._most:
                self.on_flood(self.total)
                return

    def drain(self, descriptor: int) -> None:
        """Take in what a pipe holds now, without waiting for its end."""
        try:
            while self.total <= FLOOD * self._most and (data := os.read(descriptor, CHUNK)):
                self.add(data)
        except BlockingIOError:
            pass

    def add(self, data: bytes) -> None:
        """Take in more output."""
        self.total += len(data)
        self._kept += data[: max(0, self._most - len(self._kept))]

    def text(self) -> str:
        """Return what was kept, with a mark where it was cut."""
        text = self._kept.decode("utf-8", "replace")
        more = self.total - len(self._kept)
        return text + (f"\n… and {more:,} bytes more\n" if more else "")


class RunnerProcess(ABC):
    """A runner that was started; `reader` and `writer` are the judge's end of the wall."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        output: Output,
        printed: asyncio.StreamReader,
        room: Room,
    ) -> None:
        self.reader = reader
        self.writer = writer
        self.output = output
        self.room = room
        self.on_exit: Callable[[], None] = lambda: None
        """Called when the process has ended, where the system can tell."""
        self._collecting = asyncio.create_task(output.collect(printed))

    def is_at_rest(self) -> bool | None:
        """Return whether no thread or process of it is at work; None where unknown."""
        return None

    def starved(self) -> float:
        """Return for how many seconds it has waited for a core so far; 0 where unknown."""
        return 0.0

    @abstractmethod
    def signal(self, number: signal.Signals) -> None:
        """Send the process a signal, as its supervisor would; nothing to one that is gone."""

    @abstractmethod
    def end(self, grace: float) -> Ended:
        """Kill it and all that belongs to it, at once or after `grace` seconds."""

    async def close(self, grace: float = 0.0) -> Ended:
        """End the process, read the last of its output and let go of the wall."""
        self.writer.close()
        ended = self.end(grace)
        await asyncio.wait([self._collecting], timeout=LAST_WORDS)
        self._collecting.cancel()
        await asyncio.gather(self._collecting, return_exceptions=True)
        try:
            await self.writer.wait_closed()
        except OSError:
            pass  # it was killed with something of ours still unread
        return ended


class ForkedRunner(RunnerProcess):
    """A runner forked by the zygote."""

    _zygote: Zygote
    _pid: int
    """As the zygote knows it: in a sandbox that is another one than here."""
    _pidfd: int
    _here: int
    """Its process id as it is known here."""
    _pipe: asyncio.ReadTransport
    _descriptor: int

    @classmethod
    async def start(cls, zygote: Zygote, output: Output, preload: Sequence[str]) -> ForkedRunner:
        """Fork the process and open the wall to it. Raises `GraderFault`."""
        room = zygote.room()
        ours, theirs = socket.socketpair()
        read_end, write_end = os.pipe()
        try:
            pid, pidfd = zygote.fork(theirs.fileno(), write_end, preload, room)
        except GraderFault:
            ours.close()
            os.close(read_end)
            raise
        finally:
            theirs.close()
            os.close(write_end)
        printed = asyncio.StreamReader()
        pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(printed), os.fdopen(read_end, "rb", 0)
        )
        runner = cls(*await asyncio.open_connection(sock=ours), output, printed, room)
        runner._zygote, runner._pid, runner._pidfd, runner._pipe = zygote, pid, pidfd, pipe
        runner._here = _process_id(pidfd) or pid
        runner._descriptor = read_end
        runner._watch_exit()
        return runner

    def is_at_rest(self) -> bool | None:
        """Return whether no thread or process of its session is at work; None where unknown."""
        return is_at_rest(self._here)

    def starved(self) -> float:
        """Return for how long the thread of its session that waited most has waited for a core."""
        return waited(self._here)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal. Its id is its own until the zygote has been told to end it."""
        try:
            os.kill(self._here, number)
        except ProcessLookupError:
            pass

    def end(self, grace: float) -> Ended:
        """Have the zygote kill it; a zygote that is gone took its runners along."""
        try:
            return self._zygote.end(self._pid, grace)
        except ZygoteLost:
            return Ended(status=-signal.SIGKILL, killed=False)

    async def close(self, grace: float = 0.0) -> Ended:
        """As any runner; then close the pipe, which a survivor might still hold open.

        Without grace, whose end nobody asks about, the judge doesn't wait for it.
        """
        self._unwatch_exit()
        if grace:
            ended = await super().close(grace)
        else:
            ended = Ended(status=-signal.SIGKILL, killed=True)
            self._zygote.end_soon(self._pid)
            self._let_go()
        self._pipe.close()
        return ended

    def _let_go(self) -> None:
        self.writer.close()
        self._collecting.cancel()
        if not self._pipe.is_closing():
            self._pipe.pause_reading()
            self.output.drain(self._descriptor)

    def _watch_exit(self) -> None:
        """On Linux: hear of its end even while a child of it holds the wall open."""
        if self._pidfd >= 0:
            asyncio.get_running_loop().add_reader(self._pidfd, self._exited)

    def _unwatch_exit(self) -> None:
        if self._pidfd >= 0:
            asyncio.get_running_loop().remove_reader(self._pidfd)
            os.close(self._pidfd)
            self._pidfd = -1

    def _exited(self) -> None:
        self._unwatch_exit()
        self.on_exit()


def _process_id(pidfd: int) -> int:
    """Return the id by which a process is known here; 0 where the system can't say."""
    try:
        told = Path(f"/proc/self/fdinfo/{pidfd}").read_text()
        return max(0, int(told.rpartition("Pid:")[2].split()[0]))
    except (OSError, ValueError, IndexError):
        return 0


class SpawnedRunner(RunnerProcess):
    """A runner in a process started anew, where there is no fork."""

    _process: asyncio.subprocess.Process

    @classmethod
    async def start(cls, room: Room, output: Output) -> SpawnedRunner:
        """Start the process and open the wall to it; it imports what it needs as it needs it."""
        folder = str(room.path)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-m",
            "asynccourse.runner",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(folder) | _system_root(),
            cwd=folder,
        )
        reader, writer, printed = process.stdout, process.stdin, process.stderr
        if reader is None or writer is None or printed is None:
            raise GraderFault("a runner was started without its pipes")
        runner = cls(reader, writer, output, printed, room)
        runner._process = process
        return runner

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        try:
            self._process.send_signal(number)
        except ProcessLookupError:
            pass

    def end(self, grace: float) -> Ended:
        """Kill it, with its group where there are groups."""
        status = self._process.returncode
        _kill_group(self._process)
        return Ended(-signal.SIGTERM if status is None else status, killed=status is None)

    async def close(self, grace: float = 0.0) -> Ended:
        """Wait `grace` seconds for its own end, then as any runner."""
        try:
            await asyncio.wait_for(self._process.wait(), grace)
        except TimeoutError:
            pass
        ended = await super().close(0.0)
        await self._process.wait()
        return ended


def _kill_group(process: asyncio.subprocess.Process) -> None:
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        pass


def _system_root() -> dict[str, str]:
    """Return what Windows can't start a Python without."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
