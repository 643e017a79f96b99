"""All readers share a heap; who has put a line there waits until it has been taken."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from heapq import heappop, heappush
from pathlib import Path

import aiofiles


async def merge_logs(paths, out):
    pool = ThreadPoolExecutor(max(1, len(paths)), "log")
    heap = []
    running = len(paths)
    changed = asyncio.Condition()

    async def read(place):
        nonlocal running
        async with aiofiles.open(paths[place], encoding="utf-8", executor=pool) as file:
            while line := await file.readline():
                head = (line[:12], place, line.removesuffix("\n"))
                async with changed:
                    heappush(heap, head)
                    changed.notify_all()
                    await changed.wait_for(lambda: head not in heap)
        async with changed:
            running -= 1
            changed.notify_all()

    try:
        with Path(out).open("w", encoding="utf-8", buffering=1) as merged:
            async with asyncio.TaskGroup() as group:
                for place in range(len(paths)):
                    group.create_task(read(place))
                while running:
                    async with changed:
                        await changed.wait_for(lambda: len(heap) == running)
                        if heap:
                            merged.write(heappop(heap)[2] + "\n")
                            changed.notify_all()
    finally:
        pool.shutdown(wait=False)
