"""All connections are opened at once by a group, and then lent by a queue of free ones."""

import asyncio
from urllib.parse import parse_qsl, unquote, urlsplit

import aiomysql

REVENUE = "SELECT revenue(%s)"


async def report(dsn, ids, size):
    free = asyncio.LifoQueue()
    opened = []

    async def open_one():
        connection = await aiomysql.connect(connect_timeout=30, **settings(dsn))
        opened.append(connection)
        free.put_nowait(connection)

    async def one(shop):
        connection = await free.get()
        try:
            async with connection.cursor() as cursor:
                await cursor.execute(REVENUE, (shop,))
                ((revenue,),) = await cursor.fetchall()
                return revenue
        finally:
            free.put_nowait(connection)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(size, len(ids))):
                group.create_task(open_one())
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(shop)) for shop in ids]
    finally:
        for connection in opened:
            connection.close()
    return [task.result() for task in tasks]


def settings(dsn):
    url = urlsplit(dsn)
    return {
        "host": url.hostname or "localhost",
        "port": url.port or 3306,
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "db": url.path.strip("/"),
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }
