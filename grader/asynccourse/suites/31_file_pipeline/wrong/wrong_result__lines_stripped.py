"""Strips more than the newline from each line."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import aiofiles


async def merge_logs(paths, out):
    pool = ThreadPoolExecutor(len(paths) + 1)
    try:
        files = await asyncio.gather(*(aiofiles.open(path, executor=pool) for path in paths))
        try:
            heads = await asyncio.gather(*(file.readline() for file in files))
            async with aiofiles.open(out, "w") as merged:
                while any(heads):
                    place = min(
                        (place for place, line in enumerate(heads) if line),
                        key=lambda place: heads[place][:12],
                    )
                    await merged.write(heads[place].strip() + "\n")
                    await merged.flush()
                    heads[place] = await files[place].readline()
        finally:
            for file in files:
                await file.close()
    finally:
        pool.shutdown(wait=False)
