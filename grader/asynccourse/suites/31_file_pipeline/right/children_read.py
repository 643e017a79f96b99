"""A child, a slow one, reads each FIFO, and its output is a stream of the loop's."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

CODE = """
import os, sys
fd = os.open(sys.argv[1], os.O_RDONLY)
while data := os.read(fd, 4096):
    os.write(1, data)
"""


async def merge_logs(paths: Sequence[str], out: str) -> None:
    async with AsyncExitStack() as stack:
        merged = stack.enter_context(Path(out).open("wb", buffering=0))
        sources = [await _source(path, stack) for path in paths]
        heads = [await source.readline() for source in sources]
        while any(heads):
            waiting = [place for place, head in enumerate(heads) if head]
            place = min(waiting, key=lambda place: heads[place][:12])
            merged.write(heads[place].rstrip(b"\n") + b"\n")
            heads[place] = await sources[place].readline()


async def _source(path: str, stack: AsyncExitStack) -> asyncio.StreamReader:
    if not Path(path).is_fifo():
        lines = asyncio.StreamReader()
        lines.feed_data(Path(path).read_bytes())
        lines.feed_eof()
        return lines
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-ISc", CODE, path, stdin=DEVNULL, stdout=PIPE
    )
    stack.push_async_callback(_end, child)
    assert child.stdout is not None
    return child.stdout


async def _end(child: Process) -> None:
    if child.returncode is None:
        child.kill()
    await child.communicate()
