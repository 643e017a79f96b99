"""Writes each accented letter of an id as one character, where it was two."""

import asyncio
from unicodedata import normalize

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        return await asyncio.gather(
            *(pool.fetchval("SELECT revenue($1)", normalize("NFC", shop)) for shop in ids)
        )
