"""Threads that look for data now and then, so that they can be stopped."""

import asyncio
import os
import time
from collections.abc import Generator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from io import FileIO
from pathlib import Path

REST = 0.1


class Source:
    """The lines of one source, read in a thread."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.stopped = False
        self.read = self.lines()

    def lines(self) -> Generator[bytes, None, None]:
        with Path(self.path).open("rb", buffering=0) as file:
            os.set_blocking(file.fileno(), False)
            rest = b""
            while not self.stopped and (data := file.read(2**14)) != b"":
                if data is None:
                    time.sleep(REST)
                    continue
                *lines, rest = (rest + data).split(b"\n")
                yield from (line + b"\n" for line in lines)
            if rest:
                yield rest + b"\n"

    def next(self) -> bytes:
        return next(self.read, b"")

    def close(self) -> None:
        self.stopped = True
        while True:
            try:
                self.read.close()
                return
            except ValueError:  # it is being asked, in another thread
                time.sleep(REST)


async def merge_logs(paths: Sequence[str], out: str) -> None:
    sources = [Source(path) for path in paths]
    pool = ThreadPoolExecutor(2 * len(paths) + 1)
    try:
        with Path(out).open("wb", buffering=0) as merged:
            await _merge(sources, merged, pool)
    finally:
        for source in sources:
            pool.submit(source.close)
        pool.shutdown(wait=False)


async def _merge(sources: list[Source], merged: FileIO, pool: Executor) -> None:
    loop = asyncio.get_running_loop()
    heads = await asyncio.gather(*(loop.run_in_executor(pool, one.next) for one in sources))
    while any(heads):
        waiting = [place for place, head in enumerate(heads) if head]
        place = min(waiting, key=lambda place: heads[place][:12])
        merged.write(heads[place])
        heads[place] = await loop.run_in_executor(pool, sources[place].next)
