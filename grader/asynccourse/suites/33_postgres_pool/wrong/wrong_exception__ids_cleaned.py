"""Cleans the ids before it asks for them."""

import asyncio
import re

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        clean = [re.sub(r"[^\w .&-]", "", shop) for shop in ids]
        return await asyncio.gather(*(pool.fetchval("SELECT revenue($1)", shop) for shop in clean))
