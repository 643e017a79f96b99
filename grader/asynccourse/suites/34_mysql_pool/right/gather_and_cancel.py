"""`gather` in the pool, with the other queries cancelled and waited for where one fails."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def revenue(pool, shop):
    async with pool.acquire() as connection, connection.cursor() as cursor:
        await cursor.execute("SELECT revenue(%s)", (shop,))
        return (await cursor.fetchone())[0]


async def report(dsn, ids, size):
    async with aiomysql.create_pool(minsize=size, maxsize=size, **settings(dsn)) as pool:
        tasks = [asyncio.create_task(revenue(pool, shop)) for shop in ids]
        try:
            return list(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def settings(dsn):
    url = urlsplit(dsn)
    return {
        "host": url.hostname,
        "user": url.username,
        "db": url.path.strip("/"),
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }
