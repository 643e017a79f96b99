"""PyMySQL, on which aiomysql is built, in coroutines: it blocks."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import pymysql


def connect(dsn):
    url = urlsplit(dsn)
    options = dict(parse_qsl(url.query))
    return pymysql.connect(user=url.username, database=url.path.strip("/"), **options)


async def revenue(dsn, shop):
    with connect(dsn) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT revenue(%s)", (shop,))
        return cursor.fetchone()[0]


async def report(dsn, ids, size):
    return await asyncio.gather(*(revenue(dsn, shop) for shop in ids))
