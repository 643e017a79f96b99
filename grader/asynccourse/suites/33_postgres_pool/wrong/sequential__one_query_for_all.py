"""One query computes them all, one after the other, over one connection."""

import asyncpg


async def report(dsn, ids, size):
    async with asyncpg.create_pool(dsn, min_size=0, max_size=size) as pool:
        rows = await pool.fetch(
            "SELECT revenue(id) FROM unnest($1::text[]) WITH ORDINALITY AS u(id, n) ORDER BY n", ids
        )
    return [row[0] for row in rows]
