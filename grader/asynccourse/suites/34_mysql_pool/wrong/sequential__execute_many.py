"""`executemany`, of which only the last result is left, and so one by one after all."""

from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def report(dsn, ids, size):
    async with aiomysql.create_pool(maxsize=size, **settings(dsn)) as pool:
        async with pool.acquire() as connection, connection.cursor() as cursor:
            revenues = []
            for shop in ids:
                await cursor.executemany("SELECT revenue(%s)", [(shop,)])
                revenues.append((await cursor.fetchone())[0])
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
