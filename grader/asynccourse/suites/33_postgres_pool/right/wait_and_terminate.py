"""`asyncio.wait` for all or the first error; then the pool's connections are cut, not closed."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    if not ids:
        return []
    pool = asyncpg.create_pool(dsn, min_size=0, max_size=size, statement_cache_size=0)
    await pool
    tasks = [asyncio.ensure_future(pool.fetch("SELECT revenue($1)", shop)) for shop in ids]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        return [task.result()[0][0] for task in tasks if task.done()]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        pool.terminate()
