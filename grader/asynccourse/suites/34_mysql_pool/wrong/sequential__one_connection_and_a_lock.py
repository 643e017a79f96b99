"""One connection, with a lock around each query."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def report(dsn, ids, size):
    connection = await aiomysql.connect(**settings(dsn))
    lock = asyncio.Lock()

    async def revenue(shop):
        async with lock, connection.cursor() as cursor:
            await cursor.execute("SELECT revenue(%s)", (shop,))
            return (await cursor.fetchone())[0]

    try:
        return await asyncio.gather(*map(revenue, ids))
    finally:
        connection.close()


def settings(dsn):
    url = urlsplit(dsn)
    return {
        "host": url.hostname,
        "user": url.username,
        "db": url.path.strip("/"),
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }
