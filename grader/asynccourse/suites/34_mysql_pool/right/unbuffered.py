"""Workers keep a connection and an unbuffered cursor on it each; both end with the worker."""

import asyncio
from urllib.parse import parse_qsl, unquote, urlsplit

import aiomysql

REVENUE = "SELECT revenue(%s)"


async def report(dsn, ids, size):
    numbered = enumerate(ids)
    revenues = [0] * len(ids)

    async def work():
        async with (
            aiomysql.connect(cursorclass=aiomysql.SSCursor, **settings(dsn)) as connection,
            connection.cursor() as cursor,
        ):
            for number, shop in numbered:
                await cursor.execute(REVENUE, shop)
                [(revenues[number],)] = await cursor.fetchall()

    async with asyncio.TaskGroup() as group:
        for _ in range(min(size, len(ids))):
            group.create_task(work())
    return revenues


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
