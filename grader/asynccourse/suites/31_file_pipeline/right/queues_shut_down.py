"""A source ends by its queue's `shutdown` where there is one (3.13), and else by a mark."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import aiofiles

END = "\N{END OF TEXT}"


class Lines(asyncio.Queue[str]):
    async def end(self) -> None:
        if hasattr(self, "shutdown"):
            self.shutdown()
        else:
            await self.put(END)

    async def next(self) -> str:
        try:
            return await self.get()
        except getattr(asyncio, "QueueShutDown", ()):
            return END


async def merge_logs(paths: Sequence[str], out: str) -> None:
    pool = ThreadPoolExecutor(max_workers=1 + len(paths))
    sources = {path: Lines(3) for path in range(len(paths))}

    async def read(place: int) -> None:
        async with aiofiles.open(paths[place], newline="\n", executor=pool) as file:
            async for line in file:
                await sources[place].put(line)
        await sources[place].end()

    async def write() -> None:
        async with aiofiles.open(out, "w", buffering=1, newline="\n", executor=pool) as merged:
            heads = {place: await lines.next() for place, lines in sources.items()}
            while set(heads.values()) - {END}:
                first = min(heads, key=lambda place: (heads[place] == END, heads[place][:12]))
                await merged.writelines([heads[first].rstrip("\n"), "\n"])
                await merged.flush()
                heads[first] = await sources[first].next()

    try:
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(write())
            for place in sources:
                group.create_task(read(place))
            await writing
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
