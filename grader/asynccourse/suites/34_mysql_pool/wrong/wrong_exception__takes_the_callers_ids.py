"""Its workers take the ids out of the caller's own list, which has to be one."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def revenue(pool, shop):
    async with pool.acquire() as connection, connection.cursor() as cursor:
        await cursor.execute("SELECT revenue(%s)", (shop,))
        return (await cursor.fetchone())[0]


async def report(dsn, ids, size):
    revenues = [0] * len(ids)
    async with aiomysql.create_pool(maxsize=size, **settings(dsn)) as pool:

        async def work():
            while ids:
                shop = ids.pop()
                place = len(ids)
                revenues[place] = await revenue(pool, shop)

        async with asyncio.TaskGroup() as group:
            for _ in range(size):
                group.create_task(work())
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
