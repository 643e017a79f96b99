"""Writes only one of several equal lines."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

import aiofiles

TIME = len("12:00:00.000")
"""How much of a line its time takes."""

Lines = asyncio.Queue[bytes | None]
"""The lines of one source; None is its end."""


async def merge_logs(paths: Sequence[str], out: str) -> None:
    pool = ThreadPoolExecutor(len(paths) + 1)
    sources: list[Lines] = [asyncio.Queue(1) for _ in paths]
    try:
        async with asyncio.TaskGroup() as group:
            for path, lines in zip(paths, sources, strict=True):
                group.create_task(_read(path, lines, pool))
            group.create_task(_write(sources, out, pool))
    finally:
        pool.shutdown(wait=False)


async def _read(path: str, lines: Lines, pool: Executor) -> None:
    async with aiofiles.open(path, "rb", executor=pool) as file:
        async for line in file:
            await lines.put(line.rstrip(b"\n") + b"\n")
    await lines.put(None)


async def _write(sources: list[Lines], out: str, pool: Executor) -> None:
    last = None
    async with aiofiles.open(out, "wb", executor=pool) as merged:
        heads = {place: await lines.get() for place, lines in enumerate(sources)}
        while waiting := {place: line for place, line in heads.items() if line is not None}:
            place = min(waiting, key=lambda place: waiting[place][:TIME])
            if waiting[place] != last:
                last = waiting[place]
                await merged.write(last)
                await merged.flush()
            heads[place] = await sources[place].get()
