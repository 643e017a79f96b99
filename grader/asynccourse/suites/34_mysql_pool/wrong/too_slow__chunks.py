"""`size` queries, and when all of them have ended the next `size`."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def revenue(pool, shop):
    async with pool.acquire() as connection, connection.cursor() as cursor:
        await cursor.execute("SELECT revenue(%s)", (shop,))
        return (await cursor.fetchone())[0]


async def report(dsn, ids, size):
    revenues = []
    async with aiomysql.create_pool(maxsize=size, **settings(dsn)) as pool:
        for start in range(0, len(ids), size):
            chunk = ids[start : start + size]
            revenues += await asyncio.gather(*(revenue(pool, shop) for shop in chunk))
    return revenues


def settings(dsn):
    url = urlsplit(dsn)
    return {
        "host": url.hostname,
        "user": url.username,
        "db": url.path.strip("/"),
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }
