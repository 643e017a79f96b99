"""The database's error is put into other words."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        try:
            return await asyncio.gather(
                *(pool.fetchval("SELECT revenue($1)", shop) for shop in ids)
            )
        except Exception as error:
            raise RuntimeError("no report today") from error
