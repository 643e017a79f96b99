"""`pool.close()` without `await` closes nothing."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    pool = await asyncpg.create_pool(dsn, min_size=0, max_size=size)
    try:
        return await asyncio.gather(*(pool.fetchval("SELECT revenue($1)", s) for s in ids))
    finally:
        pool.close()
