"""Begins a transaction for each query, and ends it whatever happens: so the pool keeps them all."""

import asyncio
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, unquote, urlsplit

import aiomysql

REVENUE = "SELECT revenue(%s)"


@asynccontextmanager
async def transaction(pool):
    async with pool.acquire() as connection:
        await connection.begin()
        try:
            async with connection.cursor() as cursor:
                yield cursor
        except aiomysql.MySQLError:
            await connection.rollback()
            raise
        else:
            await connection.commit()


async def report(dsn, ids, size):
    pool = await aiomysql.create_pool(minsize=0, maxsize=size, pool_recycle=3600, **settings(dsn))

    async def one(shop):
        async with transaction(pool) as cursor:
            await cursor.execute(REVENUE, [shop])
            (revenue,) = await cursor.fetchone()
            return revenue

    async with pool, asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(shop)) for shop in ids]
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
