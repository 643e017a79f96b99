"""A DictCursor, and values by name."""

import asyncio
from urllib.parse import parse_qsl, unquote, urlsplit

import aiomysql

REVENUE = "SELECT revenue(%s)"


def settings(dsn: str):
    """Return the arguments of `aiomysql.connect` or `aiomysql.create_pool` for a DSN.

    That is mysql://USER:PASSWORD@HOST:PORT/DATABASE, perhaps with ?unix_socket=PATH behind it.
    """
    url = urlsplit(dsn)
    return {
        "host": url.hostname or "localhost",
        "port": url.port or 3306,
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "db": url.path.strip("/"),
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }


async def report(dsn, ids, size):
    pool = await aiomysql.create_pool(minsize=1, maxsize=size, **settings(dsn))
    try:

        async def one(shop):
            async with pool.acquire() as connection:
                async with connection.cursor(aiomysql.DictCursor) as cursor:
                    await cursor.execute("SELECT revenue(%(shop)s) AS r", {"shop": shop})
                    return (await cursor.fetchone())["r"]

        return await asyncio.gather(*map(one, ids))
    finally:
        pool.close()
        await pool.wait_closed()
