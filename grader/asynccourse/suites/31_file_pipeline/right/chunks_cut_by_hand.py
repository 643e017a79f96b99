"""Reads chunks, not lines, as futures of threads; a generator's `send` cuts them into lines."""

import asyncio
import os
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def cutter() -> Generator[list[bytes], bytes, None]:
    part, lines = b"", []
    while data := (yield lines):
        *lines, part = (part + data).split(b"\n")
    yield [part] if part else []


class Source:
    def __init__(self, path: str, pool: ThreadPoolExecutor) -> None:
        self.opening = pool.submit(os.open, path, os.O_RDONLY)
        self.pool = pool
        self.lines: list[bytes] = []
        self.cutter = cutter()
        next(self.cutter)
        self.reading = self.opening
        self.ended = False

    async def fill(self) -> "Source":
        fd = await asyncio.wrap_future(self.opening)
        while not self.lines and not self.ended:
            self.reading = self.pool.submit(os.read, fd, 2000)
            data = await asyncio.wrap_future(self.reading)
            self.ended = not data
            self.lines = self.cutter.send(data)
        return self

    async def close(self) -> None:
        self.opening.cancel()
        self.reading.cancel()
        if self.opening.done():
            await asyncio.gather(asyncio.wrap_future(self.reading), return_exceptions=True)
        self.reading.add_done_callback(self.close_descriptor)

    def close_descriptor(self, _: object) -> None:
        if not self.opening.cancelled() and not self.opening.exception():
            os.close(self.opening.result())


async def merge_logs(paths: Sequence[str], out: str) -> None:
    pool = ThreadPoolExecutor(len(paths) + 1)
    sources = [Source(path, pool) for path in paths]
    try:
        with Path(out).open("wb", buffering=0) as merged:
            await asyncio.gather(*(source.fill() for source in sources))
            while waiting := [source for source in sources if source.lines]:
                first = min(waiting, key=lambda source: source.lines[0][:12])
                merged.write(first.lines.pop(0) + b"\n")
                await first.fill()
    finally:
        for source in sources:
            await source.close()
        pool.shutdown(wait=False)
