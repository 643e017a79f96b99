"""Reads FIFOs without threads: the loop knows when a pipe is ready."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import aiofiles


class Fifo:
    """A FIFO that is read by the loop."""

    def __init__(self, path: str) -> None:
        self._path = path

    async def __aenter__(self) -> "Fifo":
        file = os.fdopen(os.open(self._path, os.O_RDONLY | os.O_NONBLOCK), "rb", 0)
        self._reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(self._reader)
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.connect_read_pipe(lambda: protocol, file)
        return self

    async def readline(self) -> bytes:
        """Read the next line."""
        return await self._reader.readline()

    async def __aexit__(self, *error: object) -> None:
        self._transport.close()
        await asyncio.sleep(0)


def _source(path: str):
    if Path(path).is_fifo():
        return Fifo(path)
    return aiofiles.open(path, "rb")


async def merge_logs(paths: Sequence[str], out: str) -> None:
    async with AsyncExitStack() as stack:
        merged = await stack.enter_async_context(aiofiles.open(out, "wb"))
        sources = [await stack.enter_async_context(_source(path)) for path in paths]
        heads = [await source.readline() for source in sources]
        while any(heads):
            place = min(
                (place for place, line in enumerate(heads) if line), key=lambda n: heads[n][:12]
            )
            await merged.write(heads[place].rstrip(b"\n") + b"\n")
            await merged.flush()
            heads[place] = await sources[place].readline()
