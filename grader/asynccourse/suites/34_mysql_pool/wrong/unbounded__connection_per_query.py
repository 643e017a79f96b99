"""Each query opens a connection of its own, all at once."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def revenue(dsn, shop):
    async with aiomysql.connect(**settings(dsn)) as connection:
        async with connection.cursor() as cursor:
            await cursor.execute("SELECT revenue(%s)", (shop,))
            return (await cursor.fetchone())[0]


async def report(dsn, ids, size):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(revenue(dsn, shop)) for shop in ids]
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
