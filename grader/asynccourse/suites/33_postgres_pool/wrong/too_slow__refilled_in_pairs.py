"""Begins new queries only when two have ended."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    tasks, running = [], set()
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        try:
            for shop in ids:
                if len(running) >= size:
                    while len(running) > max(0, size - 2):
                        first = asyncio.FIRST_COMPLETED
                        _, running = await asyncio.wait(running, return_when=first)
                tasks.append(asyncio.create_task(pool.fetchval("SELECT revenue($1)", shop)))
                running.add(tasks[-1])
            return await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
