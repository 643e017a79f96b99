"""Begins new queries only when two have ended."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def revenue(pool, shop):
    async with pool.acquire() as connection, connection.cursor() as cursor:
        await cursor.execute("SELECT revenue(%s)", (shop,))
        return (await cursor.fetchone())[0]


async def report(dsn, ids, size):
    tasks, running = [], set()
    async with aiomysql.create_pool(maxsize=size, **settings(dsn)) as pool:
        try:
            for shop in ids:
                if len(running) >= size:
                    while len(running) > max(0, size - 2):
                        first = asyncio.FIRST_COMPLETED
                        _, running = await asyncio.wait(running, return_when=first)
                tasks.append(asyncio.create_task(revenue(pool, shop)))
                running.add(tasks[-1])
            return await asyncio.gather(*tasks)
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
