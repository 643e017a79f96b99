"""Gives the loop a larger pool of its own, and then uses `aiofiles` without a word about it."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import aiofiles


async def merge_logs(paths: Sequence[str], out: str) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(len(paths) + 8))
    queues: list[asyncio.Queue[str]] = [asyncio.Queue(1) for _ in paths]
    async with asyncio.TaskGroup() as group, aiofiles.open(out, "w") as merged:
        for path, queue in zip(paths, queues, strict=True):
            group.create_task(_read(path, queue))
        heads = [await queue.get() for queue in queues]
        while any(heads):
            place = min((line[:12], place) for place, line in enumerate(heads) if line)[1]
            await merged.write(heads[place])
            await merged.flush()
            heads[place] = await queues[place].get()


async def _read(path: str, queue: asyncio.Queue[str]) -> None:
    async with aiofiles.open(path) as file:
        async for line in file:
            await queue.put(line.rstrip("\n") + "\n")
    await queue.put("")
