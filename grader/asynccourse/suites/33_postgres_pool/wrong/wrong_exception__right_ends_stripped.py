"""Strips the ids of spaces at their ends."""

import asyncio

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        return await asyncio.gather(
            *(pool.fetchval("SELECT revenue($1)", shop.rstrip()) for shop in ids)
        )
