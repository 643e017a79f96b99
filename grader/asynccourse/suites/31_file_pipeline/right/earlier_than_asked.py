"""A source can't go back behind what it has shown: lines that come before that are written."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from io import FileIO
from pathlib import Path

import aiofiles

END = b"~"
"""Later than all times."""


async def merge_logs(paths: Sequence[str], out: str) -> None:
    pool = ThreadPoolExecutor(len(paths) + 1)
    try:
        with Path(out).open("wb", buffering=0) as file:
            merger = Merger(file, len(paths))
            async with asyncio.TaskGroup() as group:
                for place, path in enumerate(paths):
                    group.create_task(merger.read(place, path, pool))
    finally:
        pool.shutdown(wait=False)


class Merger:
    """The next line of each source, where it is known, and the time that each has come to."""

    def __init__(self, file: FileIO, count: int) -> None:
        self.file = file
        self.lines: dict[int, bytes] = {}
        self.shown = [b""] * count
        self.taken = [asyncio.Event() for _ in range(count)]

    async def read(self, place: int, path: str, pool: Executor) -> None:
        async with aiofiles.open(path, "rb", executor=pool) as source:
            async for line in source:
                self.lines[place], self.shown[place] = line.rstrip(b"\n") + b"\n", line[:12]
                self.write()
                await self.taken[place].wait()
                self.taken[place].clear()
        self.shown[place] = END
        self.write()

    def write(self) -> None:
        while self.lines:
            first = min((line[:12], place) for place, line in self.lines.items())
            if any((shown, place) < first for place, shown in enumerate(self.shown)):
                return
            self.file.write(self.lines.pop(first[1]))
            self.taken[first[1]].set()
