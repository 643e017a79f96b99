"""A thread and a small queue for each source, without aiofiles."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


async def _lines(path: str, pool: ThreadPoolExecutor) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    file = await loop.run_in_executor(pool, Path(path).open)
    try:
        while line := await loop.run_in_executor(pool, file.readline):
            yield line.removesuffix("\n") + "\n"
    finally:
        await loop.run_in_executor(pool, file.close)


async def _next(source: AsyncIterator[str]) -> str:
    return await anext(source, "")


async def merge_logs(paths: Sequence[str], out: str) -> None:
    pool = ThreadPoolExecutor(max(len(paths), 1))
    sources = [_lines(path, pool) for path in paths]
    file = await asyncio.to_thread(Path(out).open, "w")
    try:
        async with asyncio.TaskGroup() as group:
            first = [group.create_task(_next(source)) for source in sources]
        heads = [task.result() for task in first]
        while any(heads):
            line, place = min((line[:12], place) for place, line in enumerate(heads) if line)
            await asyncio.to_thread(_write, file, heads[place])
            heads[place] = await _next(sources[place])
    finally:
        for source in sources:
            await source.aclose()
        pool.shutdown(wait=False)
        await asyncio.to_thread(file.close)


def _write(file, line: str) -> None:
    file.write(line)
    file.flush()
