"""A tree of async generators, each of which merges two; the sources are its leaves."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing

import aiofiles


async def merge_logs(paths: Sequence[str], out: str) -> None:
    pool = ThreadPoolExecutor(len(paths) + 2)
    opening = [asyncio.ensure_future(_opened(path, pool)) for path in paths]
    try:
        await asyncio.gather(*opening)
        async with aiofiles.open(out, "w", executor=pool) as merged:
            async with aclosing(_tree([task.result() for task in opening])) as lines:
                async for line in lines:
                    await merged.write(line)
                    await merged.flush()
    finally:
        for task in opening:
            task.cancel()
        for file in await asyncio.gather(*opening, return_exceptions=True):
            if not isinstance(file, BaseException):
                await file.close()
        pool.shutdown(wait=False)


async def _opened(path, pool):
    return await aiofiles.open(path, executor=pool)


async def _tree(files) -> AsyncIterator[str]:
    if len(files) > 1:
        half = len(files) // 2
        async with aclosing(_tree(files[:half])) as left, aclosing(_tree(files[half:])) as right:
            async with aclosing(_merge(left, right)) as both:
                async for line in both:
                    yield line
    elif files:
        async for line in files[0]:
            yield line if line[-1] == "\n" else f"{line}\n"


async def _merge(left: AsyncIterator[str], right: AsyncIterator[str]) -> AsyncIterator[str]:
    one, other = await anext(left, None), await anext(right, None)
    while one or other:
        if not other or (one and one[:12] <= other[:12]):
            yield one
            one = await anext(left, None)
        else:
            yield other
            other = await anext(right, None)
