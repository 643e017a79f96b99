"""A queue of shops, `close` and `wait_closed` by hand, values quoted by the connection."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def worker(pool, queue, revenues):
    connection = await pool.acquire()
    try:
        cursor = await connection.cursor()
        while not queue.empty():
            place, shop = queue.get_nowait()
            await cursor.execute(f"SELECT revenue({connection.escape(shop)})")
            [[revenues[place]]] = await cursor.fetchall()
        await cursor.close()
    finally:
        pool.release(connection)


async def report(dsn, ids, size):
    pool = await aiomysql.create_pool(minsize=0, maxsize=size, **settings(dsn))
    try:
        queue = asyncio.Queue()
        for item in enumerate(ids):
            queue.put_nowait(item)
        revenues = {}
        async with asyncio.TaskGroup() as group:
            for _ in range(size):
                group.create_task(worker(pool, queue, revenues))
        return [revenues[place] for place in range(len(ids))]
    finally:
        pool.close()
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
