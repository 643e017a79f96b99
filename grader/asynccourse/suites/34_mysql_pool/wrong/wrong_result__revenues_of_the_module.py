"""One dict of revenues for all reports, also where two run at once."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def revenue(pool, shop):
    async with pool.acquire() as connection, connection.cursor() as cursor:
        await cursor.execute("SELECT revenue(%s)", (shop,))
        return (await cursor.fetchone())[0]


revenues = {}


async def report(dsn, ids, size):
    revenues.clear()
    async with aiomysql.create_pool(maxsize=size, **settings(dsn)) as pool:

        async def ask(place):
            revenues[place] = await revenue(pool, ids[place])

        await asyncio.gather(*map(ask, range(len(ids))))
    return [revenues[place] for place in range(len(ids))]


def settings(dsn):
    url = urlsplit(dsn)
    return {
        "host": url.hostname,
        "user": url.username,
        "db": url.path.strip("/"),
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }
