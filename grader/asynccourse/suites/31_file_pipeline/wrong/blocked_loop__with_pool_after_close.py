"""Waits for its files first; then the pool's `with` holds the loop for one that never opened."""

from concurrent.futures import ThreadPoolExecutor
import asyncio
import contextlib
import heapq

import aiofiles


async def merge_logs(paths, out):
    with ThreadPoolExecutor(len(paths) + 1) as pool:
        async with contextlib.AsyncExitStack() as stack:
            merged = await stack.enter_async_context(aiofiles.open(out, "w", executor=pool))

            async def first(path):
                file = await aiofiles.open(path, executor=pool)
                stack.push_async_callback(file.close)
                return file, await file.readline()

            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(first(path)) for path in paths]
            firsts = enumerate(task.result() for task in tasks)
            heap = [(line[:12], place, line, file) for place, (file, line) in firsts if line]
            heapq.heapify(heap)
            while heap:
                _, place, line, file = heapq.heappop(heap)
                await merged.write(line.rstrip("\n") + "\n")
                await merged.flush()
                if line := await file.readline():
                    heapq.heappush(heap, (line[:12], place, line, file))
