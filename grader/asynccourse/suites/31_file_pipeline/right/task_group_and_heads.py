"""Opens in a group of tasks, then reads just the line that is wanted next."""

import asyncio
import heapq
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack

import aiofiles


async def merge_logs(paths, out):
    pool = ThreadPoolExecutor(len(paths) + 1)
    try:
        async with AsyncExitStack() as stack:

            async def opened(path, mode="r"):
                return await stack.enter_async_context(aiofiles.open(path, mode, executor=pool))

            merged = await opened(out, "w")
            async with asyncio.TaskGroup() as group:
                opening = [group.create_task(opened(path)) for path in paths]
            files = [task.result() for task in opening]
            heap = []
            for place, file in enumerate(files):
                if line := await file.readline():
                    heap.append((line[:12], place, line))
            heapq.heapify(heap)
            while heap:
                _, place, line = heap[0]
                await merged.write(line if line.endswith("\n") else line + "\n")
                await merged.flush()
                if line := await files[place].readline():
                    heapq.heapreplace(heap, (line[:12], place, line))
                else:
                    heapq.heappop(heap)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
