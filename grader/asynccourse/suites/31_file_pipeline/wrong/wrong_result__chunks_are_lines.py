"""Takes each chunk of a pipe for whole lines: of a line that comes in two parts it makes two."""

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
        self.lines: list[bytes] = []

    async def head(self) -> bytes:
        if not self.lines:
            if self.waits:
                await self.ready()
            self.lines = os.read(self.fd, 65536).splitlines(keepends=True)
        return self.lines.pop(0).rstrip(b"\n") + b"\n" if self.lines else b""

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
