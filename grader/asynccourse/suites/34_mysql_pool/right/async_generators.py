"""Each connection is an async generator of answers, asked for one more as soon as it gives one."""

import asyncio
from contextlib import AsyncExitStack, aclosing
from urllib.parse import parse_qsl, unquote, urlsplit

import aiomysql

REVENUE = "SELECT revenue(%s)"


async def answers(dsn, numbered):
    connection = None
    try:
        for number, shop in numbered:
            connection = connection or await aiomysql.connect(**settings(dsn))
            async with connection.cursor() as cursor:
                await cursor.execute(REVENUE, (shop,))
                async for (revenue,) in cursor:
                    yield number, revenue
    finally:
        if connection:
            connection.close()


async def report(dsn, ids, size):
    numbered = enumerate(ids)
    revenues = [0] * len(ids)
    async with AsyncExitStack() as stack:
        waiting = {}

        def ask_for_one(source):
            waiting[asyncio.ensure_future(anext(source, None))] = source

        for _ in range(size):
            ask_for_one(await stack.enter_async_context(aclosing(answers(dsn, numbered))))
        try:
            while waiting:
                done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    source = waiting.pop(task)
                    if (pair := task.result()) is not None:
                        revenues[pair[0]] = pair[1]
                        ask_for_one(source)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
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
