"""All queries at once, over one connection."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def report(dsn, ids, size):
    connection = await aiomysql.connect(**settings(dsn))

    async def revenue(shop):
        async with connection.cursor() as cursor:
            await cursor.execute("SELECT revenue(%s)", (shop,))
            return (await cursor.fetchone())[0]

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(revenue(shop)) for shop in ids]
        return [task.result() for task in tasks]
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
