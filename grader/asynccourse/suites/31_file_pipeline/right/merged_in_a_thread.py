"""A pool opens, then one thread does it all with `heapq.merge`; a flag ends it."""

import asyncio
import heapq
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO


async def merge_logs(paths: Sequence[str], out: str) -> None:
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(len(paths) + 1)
    stop = threading.Event()
    merged = Path(out).open("wb")
    opening = [loop.run_in_executor(pool, Path(path).open, "rb") for path in paths]
    try:
        merging = loop.run_in_executor(pool, _merge, await asyncio.gather(*opening), merged, stop)
        try:
            await asyncio.shield(merging)
        finally:
            stop.set()
            await asyncio.wait([merging])
    finally:
        with ExitStack() as stack:
            stack.enter_context(merged)
            for opened in opening:
                if not opened.cancel() and not opened.cancelled() and not opened.exception():
                    stack.enter_context(opened.result())
        pool.shutdown(wait=False)


def _merge(files: Sequence[BinaryIO], merged: BinaryIO, stop: threading.Event) -> None:
    for line in heapq.merge(*(_lines(file, stop) for file in files), key=lambda line: line[:12]):
        if not stop.is_set():
            merged.write(line)
            merged.flush()


def _lines(file: BinaryIO, stop: threading.Event) -> Iterator[bytes]:
    while not stop.is_set() and (line := file.readline()):
        yield line.removesuffix(b"\n") + b"\n"
