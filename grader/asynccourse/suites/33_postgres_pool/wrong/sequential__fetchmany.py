"""`fetchmany` sends all queries at once, over one connection, which runs one after the other."""

import asyncpg


async def report(dsn, ids, size):
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetchmany("SELECT revenue($1)", [(shop,) for shop in ids])
        return [row[0] for row in rows]
    finally:
        await connection.close()
