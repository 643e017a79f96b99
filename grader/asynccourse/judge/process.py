"""One runner process from the judge's side: its wall, its output, its end."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from asynccourse.judge.zygote import Zygote, ZygoteLost, clean_environment
from asynccourse.verdicts.refusal import GraderFault
from asynccourse.wall.forking import Ended

CHUNK = 2**16
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
            self.total += len(data)
            self._kept += data[: max(0, self._most - len(self._kept))]
            if self.total > FLOOD * self._most:
                self.on_flood(self.total)
                return

    def text(self) -> str:
        """Return what was kept, with a mark where it was cut."""
        text = self._kept.decode("utf-8", "replace")
        more = self.total - len(self._kept)
        return text + (f"\n… and {more:,} bytes more\n" if more else "")


class RunnerProcess(ABC):
    """A runner that was started; `reader` and `writer` are the judge's end of the wall."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    output: Output

    def __init__(self) -> None:
        self._collecting: asyncio.Task[None] | None = None

    @abstractmethod
    def end(self, grace: float) -> Ended:
        """Kill it and all that belongs to it, at once or after `grace` seconds."""

    async def close(self, grace: float = 0.0) -> Ended:
        """End the process, read the last of its output and let go of the wall."""
        self.writer.close()
        ended = self.end(grace)
        if self._collecting is not None:
            await asyncio.wait([self._collecting], timeout=1.0)
            self._collecting.cancel()
            await asyncio.gather(self._collecting, return_exceptions=True)
        try:
            await self.writer.wait_closed()
        except OSError:
            pass  # it was killed with something of ours still unread
        self._release()
        return ended

    def _collect(self, reader: asyncio.StreamReader) -> None:
        self._collecting = asyncio.create_task(self.output.collect(reader))

    def _release(self) -> None:  # noqa: B027 - most have nothing more to let go of
        """Let go of what only this kind of runner holds."""


class ForkedRunner(RunnerProcess):
    """A runner forked by the zygote."""

    def __init__(self, zygote: Zygote, output: Output) -> None:
        super().__init__()
        self._zygote = zygote
        self.output = output

    async def start(self, preload: Sequence[str]) -> None:
        """Fork the process and open the wall to it."""
        ours, theirs = socket.socketpair()
        read_end, write_end = os.pipe()
        try:
            self._pid = self._zygote.fork(theirs.fileno(), write_end, preload)
        except GraderFault:
            ours.close()
            os.close(read_end)
            raise
        finally:
            theirs.close()
            os.close(write_end)
        self.reader, self.writer = await asyncio.open_connection(sock=ours)
        reader = asyncio.StreamReader()
        self._pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(read_end, "rb", 0)
        )
        self._collect(reader)

    def end(self, grace: float) -> Ended:
        """Have the zygote kill it; a zygote that is gone took its runners along."""
        try:
            return self._zygote.end(self._pid, grace)
        except ZygoteLost:
            return Ended(status=-9, killed=False)

    def _release(self) -> None:
        self._pipe.close()


class SpawnedRunner(RunnerProcess):
    """A runner in a process started anew, where there is no fork."""

    def __init__(self, folder: str, output: Output) -> None:
        super().__init__()
        self._folder = folder
        self.output = output

    async def start(self, preload: Sequence[str]) -> None:
        """Start the process and open the wall to it; it imports what it needs as it needs it."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-m",
            "asynccourse.runner",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(self._folder) | _system_root(),
            cwd=self._folder,
        )
        assert self._process.stdin and self._process.stdout and self._process.stderr
        self.reader, self.writer = self._process.stdout, self._process.stdin
        self._collect(self._process.stderr)

    def end(self, grace: float) -> Ended:
        """Kill it, with its group where there are groups."""
        status = self._process.returncode
        _kill_group(self._process)
        return Ended(-9 if status is None else status, killed=status is None)

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
            os.killpg(process.pid, 9)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        pass


def _system_root() -> dict[str, str]:
    """Return what Windows can't start a Python without."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
