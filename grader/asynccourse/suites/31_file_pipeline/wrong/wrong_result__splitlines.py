"""Cuts at all that `str.splitlines` takes for the end of a line."""

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
    async with aiofiles.open(path, encoding="utf-8", executor=pool) as file:
        async for some in file:
            for line in some.splitlines():
                await lines.put(f"{line}\n".encode())
    await lines.put(None)


async def _write(sources: list[Lines], out: str, pool: Executor) -> None:
    async with aiofiles.open(out, "wb", executor=pool) as merged:
        heads = {place: await lines.get() for place, lines in enumerate(sources)}
        while waiting := {place: line for place, line in heads.items() if line is not None}:
            place = min(waiting, key=lambda place: waiting[place][:TIME])
            await merged.write(waiting[place])
            await merged.flush()
            heads[place] = await sources[place].get()
