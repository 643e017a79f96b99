"""Watches the descriptors itself: `add_reader` while a line is wanted, and `os.read`."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from stat import S_ISFIFO


class Source:
    def __init__(self, path: str) -> None:
        self.fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self.waits = S_ISFIFO(os.fstat(self.fd).st_mode)
        self.rest = b""

    async def head(self) -> bytes:
        while b"\n" not in self.rest:
            if self.waits:
                await self.ready()
            data = os.read(self.fd, 4096)
            if not data:
                last, self.rest = self.rest, b""
                return last and last + b"\n"
            self.rest += data
        line, _, self.rest = self.rest.partition(b"\n")
        return line + b"\n"

    async def ready(self) -> None:
        loop = asyncio.get_running_loop()
        readable = asyncio.Event()
        loop.add_reader(self.fd, readable.set)
        try:
            await readable.wait()
        finally:
            loop.remove_reader(self.fd)


async def merge_logs(paths: Sequence[str], out: str) -> None:
    with ExitStack() as stack:
        merged = stack.enter_context(Path(out).open("wb", buffering=0))
        sources = []
        for path in paths:
            sources.append(Source(path))
            stack.callback(os.close, sources[-1].fd)
        heads = [await source.head() for source in sources]
        while any(heads):
            place = min(range(len(heads)), key=lambda place: (not heads[place], heads[place][:12]))
            merged.write(heads[place])
            heads[place] = await sources[place].head()
