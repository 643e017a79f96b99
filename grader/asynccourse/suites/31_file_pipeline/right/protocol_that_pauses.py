"""A protocol of its own cuts the pipe's bytes into lines, and pauses while it has some."""

import asyncio
import os
from collections import deque
from collections.abc import Sequence
from pathlib import Path


class Lines(asyncio.Protocol):
    def __init__(self) -> None:
        self.lines: deque[bytes] = deque()
        self.part = b""
        self.ended = False
        self.changed = asyncio.Event()
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.ReadTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *lines, self.part = (self.part + data).split(b"\n")
        self.lines += [line + b"\n" for line in lines]
        if self.lines:
            self.transport.pause_reading()
        self.changed.set()

    def eof_received(self) -> None:
        if self.part:
            self.lines.append(self.part + b"\n")
        self.ended = True
        self.changed.set()

    def connection_lost(self, error: Exception | None) -> None:
        self.ended = True
        self.closed.set_result(None)
        self.changed.set()

    async def next(self) -> bytes | None:
        while not self.lines and not self.ended:
            self.changed.clear()
            self.transport.resume_reading()
            await self.changed.wait()
        return self.lines.popleft() if self.lines else None


class Kept:
    def __init__(self, text: bytes) -> None:
        self.lines = iter(text.removesuffix(b"\n").split(b"\n") if text else [])

    async def next(self) -> bytes | None:
        line = next(self.lines, None)
        return None if line is None else line + b"\n"


async def merge_logs(paths: Sequence[str], out: str) -> None:
    loop = asyncio.get_running_loop()
    sources: list[Lines | Kept] = []
    with Path(out).open("wb") as merged:
        try:
            for path in paths:
                if not Path(path).is_fifo():
                    sources.append(Kept(Path(path).read_bytes()))
                    continue
                pipe = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", 0)
                sources.append((await loop.connect_read_pipe(Lines, pipe))[1])
            heads = [(await source.next(), place) for place, source in enumerate(sources)]
            while waiting := [head for head in heads if head[0]]:
                line, place = min(waiting, key=lambda head: head[0][:12])
                merged.write(line)
                merged.flush()
                heads[place] = (await sources[place].next(), place)
        finally:
            for source in sources:
                if isinstance(source, Lines):
                    source.transport.close()
                    await source.closed
