"""No query is cut short: all come to their end, and their errors are raised together."""

import asyncio

import asyncpg

REVENUE = "SELECT revenue($1)"


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        revenues = await asyncio.gather(
            *(pool.fetchval(REVENUE, shop) for shop in ids), return_exceptions=True
        )
    errors = [revenue for revenue in revenues if isinstance(revenue, Exception)]
    if errors:
        raise ExceptionGroup("some revenues are unknown", errors)
    return revenues
