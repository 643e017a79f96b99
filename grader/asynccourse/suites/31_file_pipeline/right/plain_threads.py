"""Daemon threads without a pool read one line each; callbacks bring it to the loop."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path


class Reader(threading.Thread):
    def __init__(self, path: str) -> None:
        super().__init__(daemon=True)
        self.path = path
        self.loop = asyncio.get_running_loop()
        self.wanted = threading.Semaphore()
        self.stopped = False
        self.opened = False
        self.ended = asyncio.Event()
        self.lines: asyncio.Queue[str | OSError] = asyncio.Queue()
        self.start()

    def run(self) -> None:
        try:
            with Path(self.path).open(encoding="utf-8") as file:
                self.opened = True
                while self.wanted.acquire() and not self.stopped:
                    line = file.readline()
                    self.tell(self.lines.put_nowait, line)
                    if not line:
                        break
        except OSError as error:
            self.tell(self.lines.put_nowait, error)
        self.tell(self.ended.set)

    def tell(self, callback: Callable[..., object], *line: str | OSError) -> None:
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(callback, *line)

    async def next(self) -> str:
        line = await self.lines.get()
        if isinstance(line, OSError):
            raise line
        return line

    def stop(self) -> None:
        self.stopped = True
        self.wanted.release()


async def merge_logs(paths: Sequence[str], out: str) -> None:
    readers = []
    with Path(out).open("w", encoding="utf-8") as merged:
        try:
            readers += map(Reader, paths)
            async with asyncio.TaskGroup() as group:
                firsts = [group.create_task(reader.next()) for reader in readers]
            heads = [task.result() for task in firsts]
            while any(heads):
                times = [(line[:12], place) for place, line in enumerate(heads) if line]
                place = min(times)[1]
                print(heads[place].rstrip("\n"), file=merged, flush=True)
                readers[place].wanted.release()
                heads[place] = await readers[place].next()
        finally:
            for reader in readers:
                reader.stop()
            for reader in readers:
                if reader.opened:
                    await reader.ended.wait()
