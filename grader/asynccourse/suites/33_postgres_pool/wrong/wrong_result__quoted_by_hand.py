"""The id is put into the SQL with its quotes doubled."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        sql = [f"SELECT revenue('{shop.replace(chr(39), chr(39) * 2)}')" for shop in ids]
        return await asyncio.gather(*map(pool.fetchval, sql))
