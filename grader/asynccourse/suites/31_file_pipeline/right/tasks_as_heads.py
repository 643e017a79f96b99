"""The heads are tasks: each next line is asked for at once; `asyncio.wait` tells of them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack

import aiofiles


async def merge_logs(paths, out):
    with ExitStack() as last:
        pool = ThreadPoolExecutor(len(paths) + 1)
        last.callback(pool.shutdown, wait=False)
        async with AsyncExitStack() as files:
            merged = await files.enter_async_context(aiofiles.open(out, "wb", executor=pool))

            async def first(path):
                file = await files.enter_async_context(aiofiles.open(path, "rb", executor=pool))
                return file, await file.readline()

            async def following(file):
                return file, await file.readline()

            heads = [asyncio.create_task(first(path)) for path in paths]
            try:
                while heads:
                    await asyncio.wait(heads, return_when=asyncio.FIRST_EXCEPTION)
                    for task in heads:
                        if task.done():
                            task.result()
                    heads = [task for task in heads if task.done() and task.result()[1]]
                    if heads:
                        one = min(heads, key=lambda task: task.result()[1][:12])
                        file, line = one.result()
                        await merged.write(line.rstrip(b"\n") + b"\n")
                        await merged.flush()
                        heads[heads.index(one)] = asyncio.create_task(following(file))
            finally:
                for task in heads:
                    task.cancel()
                await asyncio.gather(*heads, return_exceptions=True)
