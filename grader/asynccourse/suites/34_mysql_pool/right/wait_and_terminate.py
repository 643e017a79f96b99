"""`asyncio.wait` for all or the first error; then the pool's connections are cut."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def revenue(pool, shop):
    async with pool.acquire() as connection, connection.cursor() as cursor:
        await cursor.execute("SELECT revenue(%s)", (shop,))
        return (await cursor.fetchone())[0]


async def report(dsn, ids, size):
    if not ids:
        return []
    pool = await aiomysql.create_pool(maxsize=size, **settings(dsn))
    tasks = [asyncio.ensure_future(revenue(pool, shop)) for shop in ids]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        return [task.result() for task in tasks if task.done()]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        pool.terminate()
        await pool.wait_closed()


def settings(dsn):
    url = urlsplit(dsn)
    return {
        "host": url.hostname,
        "user": url.username,
        "db": url.path.strip("/"),
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }
