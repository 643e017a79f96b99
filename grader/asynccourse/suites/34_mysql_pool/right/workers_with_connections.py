"""No pool: a worker for each connection, which takes the next shop as soon as it can."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def report(dsn, ids, size):
    revenues = [0] * len(ids)
    numbered = enumerate(ids)

    async def work():
        connection = await aiomysql.connect(**settings(dsn))
        try:
            cursor = await connection.cursor(aiomysql.DictCursor)
            for place, shop in numbered:
                await cursor.execute("select revenue(%(shop)s) as total", {"shop": shop})
                revenues[place] = (await cursor.fetchone())["total"]
        finally:
            await connection.ensure_closed()

    async with asyncio.TaskGroup() as group:
        for _ in range(min(size, len(ids))):
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
