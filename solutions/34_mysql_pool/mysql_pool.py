"""A pool of connections to MySQL: the reference solution."""

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import aiomysql

REVENUE = "SELECT revenue(%s)"


async def report(dsn: str, ids: Sequence[str], size: int) -> list[int]:
    """Return each shop's revenue, in the order of `ids`, one query for each.

    Uses at most `size` connections to the MySQL database at `dsn`, and closes them.
    """
    # The pool is outermost: it is closed when all queries have ended, however they did. It opens
    # one connection to begin with, and more as they are needed, up to `maxsize`.
    async with (
        aiomysql.create_pool(maxsize=size, **settings(dsn)) as pool,
        asyncio.TaskGroup() as group,
    ):
        tasks = [group.create_task(_revenue(pool, shop)) for shop in ids]
    return [task.result() for task in tasks]


async def _revenue(pool: aiomysql.Pool, shop: str) -> int:
    # `acquire` waits until a connection is free: the pool is the limit, and needs no semaphore.
    async with pool.acquire() as connection, connection.cursor() as cursor:
        # The id is handed over beside the SQL, and aiomysql quotes it.
        await cursor.execute(REVENUE, (shop,))
        (revenue,) = await cursor.fetchone()
    return int(revenue)


def settings(dsn: str) -> dict[str, Any]:
    """Return the arguments of `aiomysql.connect` or `aiomysql.create_pool` for a DSN.

    That is mysql://USER:PASSWORD@HOST:PORT/DATABASE, perhaps with ?unix_socket=PATH behind it.
    """
    url = urlsplit(dsn)
    return {
        "host": url.hostname or "localhost",
        "port": url.port or 3306,
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "db": url.path.strip("/"),
        # Without it the first query on a connection opens a transaction, and all later ones see the
        # database as it was then.
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }
