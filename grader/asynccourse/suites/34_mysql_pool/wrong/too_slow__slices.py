"""Each connection has a slice of the ids, whether others are done or not."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import aiomysql


async def share(dsn, ids):
    async with aiomysql.connect(**settings(dsn)) as connection, connection.cursor() as cursor:
        revenues = []
        for shop in ids:
            await cursor.execute("SELECT revenue(%s)", (shop,))
            revenues.append((await cursor.fetchone())[0])
        return revenues


async def report(dsn, ids, size):
    few = -(-len(ids) // size)
    async with asyncio.TaskGroup() as group:
        slices = [ids[start : start + few] for start in range(0, len(ids), few or 1)]
        shares = [group.create_task(share(dsn, slice_)) for slice_ in slices]
    return [revenue for share in shares for revenue in share.result()]


def settings(dsn):
    url = urlsplit(dsn)
    return {
        "host": url.hostname,
        "user": url.username,
        "db": url.path.strip("/"),
        "autocommit": True,
        **dict(parse_qsl(url.query)),
    }
