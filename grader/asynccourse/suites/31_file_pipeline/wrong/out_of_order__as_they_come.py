"""One queue for all sources: lines are written as they come."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import aiofiles


async def merge_logs(paths, out):
    pool = ThreadPoolExecutor(len(paths) + 1)
    lock = asyncio.Lock()

    async def copy(path, merged):
        async with aiofiles.open(path, executor=pool) as file:
            async for line in file:
                async with lock:
                    await merged.write(line.rstrip("\n") + "\n")
                    await merged.flush()

    async with aiofiles.open(out, "w", executor=pool) as merged:
        await asyncio.gather(*(copy(path, merged) for path in paths))
    pool.shutdown(wait=False)
