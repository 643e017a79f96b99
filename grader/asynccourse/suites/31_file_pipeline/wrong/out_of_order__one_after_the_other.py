"""Writes each source as a whole, one after the other."""

import aiofiles


async def merge_logs(paths, out):
    async with aiofiles.open(out, "w") as merged:
        for path in paths:
            async with aiofiles.open(path) as file:
                async for line in file:
                    await merged.write(line.rstrip("\n") + "\n")
                    await merged.flush()
