"""Opens in threads, and reads where the loop is."""

import asyncio
import heapq
from concurrent.futures import ThreadPoolExecutor


async def merge_logs(paths, out):
    pool = ThreadPoolExecutor(len(paths) + 1)
    loop = asyncio.get_running_loop()
    files = await asyncio.gather(*(loop.run_in_executor(pool, open, path) for path in paths))
    try:
        with open(out, "w") as merged:
            for line in heapq.merge(*files, key=lambda line: line[:12]):
                merged.write(line.rstrip("\n") + "\n")
                merged.flush()
                await asyncio.sleep(0)
    finally:
        for file in files:
            file.close()
        pool.shutdown(wait=False)
