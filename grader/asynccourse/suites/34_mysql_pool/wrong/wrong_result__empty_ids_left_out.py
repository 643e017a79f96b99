"""Leaves an id out that is an empty text."""

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
    async with aiomysql.create_pool(maxsize=size, **settings(dsn)) as pool:

        async def one(shop):
            async with pool.acquire() as connection, connection.cursor() as cursor:
                await cursor.execute(REVENUE, (shop,))
                return (await cursor.fetchone())[0]

        return await asyncio.gather(*(one(s) for s in ids if s))
