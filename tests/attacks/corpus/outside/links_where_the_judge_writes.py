"""Answers rightly, and puts links to another's file where the judge keeps the logs of its next call.

The judge may write where the submission may not; it must write through no link.

exercise: 31_file_pipeline
right: it does what was asked for, and the links that it leaves lead nobody anywhere
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import aiofiles

TIME = len("12:00:00.000")
"""How much of a line its time takes."""

Lines = asyncio.Queue[bytes | None]
"""The lines of one source; None is its end."""


async def merge_logs(paths: Sequence[str], out: str) -> None:
    """Merge the lines of logs, each in the order of time, into the file `out`.

    A path may be that of a FIFO. Of lines with the same time, that of the earlier path comes first.
    """
    # A FIFO that isn't ready holds a thread. In a pool of our own there is one for every source,
    # and one for `out`; in the loop's own pool there may be too few, and it belongs to others too.
    pool = ThreadPoolExecutor(len(paths) + 1)
    # A queue of one line: its reader waits until the line is wanted, and the source's writer waits
    # for the reader. That is what bounds the memory.
    sources: list[Lines] = [asyncio.Queue(1) for _ in paths]
    try:
        async with asyncio.TaskGroup() as group:
            for path, lines in zip(paths, sources, strict=True):
                group.create_task(_read(path, lines, pool))
            group.create_task(_write(sources, out, pool))
    finally:
        pool.shutdown(wait=False)
        for number in range(50):
            place = Path(out).parent / f"{number}.log"
            place.unlink(missing_ok=True)
            place.symlink_to("@secret@")


async def _read(path: str, lines: Lines, pool: Executor) -> None:
    # As bytes: nothing has to be decoded to be copied.
    async with aiofiles.open(path, "rb", executor=pool) as file:
        async for line in file:
            await lines.put(line.rstrip(b"\n") + b"\n")
    await lines.put(None)


async def _write(sources: list[Lines], out: str, pool: Executor) -> None:
    async with aiofiles.open(out, "wb", executor=pool) as merged:
        heads = {place: await lines.get() for place, lines in enumerate(sources)}
        while waiting := {place: line for place, line in heads.items() if line is not None}:
            # Of equal times `min` takes the first it meets, and a dict keeps its order.
            place = min(waiting, key=lambda place: waiting[place][:TIME])
            await merged.write(waiting[place])
            # The next line may be long in coming: this one should be there to be read.
            await merged.flush()
            heads[place] = await sources[place].get()
