"""Puts the ids into small letters, and strips their ends."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def revenue(pool, shop):
    async with pool.acquire() as connection, connection.cursor() as cursor:
        await cursor.execute("SELECT revenue(%s)", (shop.lower().rstrip(),))
        return (await cursor.fetchone())[0]


async def report(dsn, ids, size):
    async with aiomysql.create_pool(maxsize=size, **settings(dsn)) as pool:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(revenue(pool, shop)) for shop in ids]
        return [task.result() for task in tasks]


def settings(dsn):
    url = urlsplit(dsn)
    return {
        "host": url.hostname,
        "user": url.username,
        "db": url.path.strip("/"),
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }
