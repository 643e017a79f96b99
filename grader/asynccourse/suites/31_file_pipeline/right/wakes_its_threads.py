"""After a cancellation it wakes its own threads: it writes into their FIFOs itself."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path


class Source:
    def __init__(self, path, pool):
        self.path, self.pool = path, pool
        self.file = None
        self.busy = pool.submit(self.open)

    def open(self):
        self.file = Path(self.path).open("rb", buffering=0)
        return self.read()

    def read(self):
        line = bytearray()
        while (byte := self.file.read(1)) and byte != b"\n":
            line += byte
        return bytes(line + b"\n" if byte else line)

    def ask(self):
        self.busy = self.pool.submit(self.read)

    async def stop(self):
        self.busy.cancel()
        while not self.busy.done() and Path(self.path).is_fifo():
            with suppress(OSError):
                fifo = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
                try:
                    os.write(fifo, b"\n")
                finally:
                    os.close(fifo)
            await asyncio.sleep(0.01)
        if self.file:
            self.file.close()


async def merge_logs(paths, out):
    pool = ThreadPoolExecutor(len(paths) + 1)
    sources = []
    try:
        with Path(out).open("wb", buffering=0) as merged:
            sources += [Source(path, pool) for path in paths]
            await asyncio.gather(*(asyncio.wrap_future(source.busy) for source in sources))
            while waiting := [source for source in sources if source.busy.result()]:
                first = min(waiting, key=lambda source: source.busy.result()[:12])
                merged.write(first.busy.result().rstrip(b"\n") + b"\n")
                first.ask()
                await asyncio.wrap_future(first.busy)
    finally:
        for source in sources:
            await source.stop()
        pool.shutdown(wait=False)
