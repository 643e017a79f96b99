"""Opens each source when the one before it is open."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack

import aiofiles


async def merge_logs(paths, out):
    pool = ThreadPoolExecutor(len(paths) + 1)
    try:
        async with AsyncExitStack() as stack:
            files = [
                await stack.enter_async_context(aiofiles.open(path, executor=pool))
                for path in paths
            ]
            merged = await stack.enter_async_context(aiofiles.open(out, "w", executor=pool))
            heads = [await file.readline() for file in files]
            while any(heads):
                place = min(
                    (place for place, line in enumerate(heads) if line),
                    key=lambda place: heads[place][:12],
                )
                await merged.write(heads[place].rstrip("\n") + "\n")
                await merged.flush()
                heads[place] = await files[place].readline()
    finally:
        pool.shutdown(wait=False)
