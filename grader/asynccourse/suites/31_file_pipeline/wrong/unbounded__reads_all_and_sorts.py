"""Reads all there is, and merges it then."""

import asyncio
import heapq
from concurrent.futures import ThreadPoolExecutor

import aiofiles


async def merge_logs(paths, out):
    pool = ThreadPoolExecutor(len(paths) + 1)

    async def lines(path):
        async with aiofiles.open(path, executor=pool) as file:
            return [line.rstrip("\n") + "\n" for line in await file.readlines()]

    logs = await asyncio.gather(*(lines(path) for path in paths))
    async with aiofiles.open(out, "w", executor=pool) as merged:
        await merged.writelines(heapq.merge(*logs, key=lambda line: line[:12]))
    pool.shutdown(wait=False)
