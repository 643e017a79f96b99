"""A queue of one place is fed with ids, and then shut down (from 3.13 on) or ended by marks."""

import asyncio
import sys

import asyncpg

REVENUE = "SELECT revenue($1)"


async def feed(places, ids, size):
    for place in enumerate(ids):
        await places.put(place)
    if sys.version_info >= (3, 13):
        places.shutdown()
        return
    for _ in range(size):
        await places.put(None)


async def get(places):
    if sys.version_info < (3, 13):
        return await places.get()
    try:
        return await places.get()
    except asyncio.QueueShutDown:
        return None


async def work(dsn, places, revenues):
    if (place := await get(places)) is None:
        return
    connection = await asyncpg.connect(dsn, statement_cache_size=0)
    try:
        while place is not None:
            number, shop = place
            [[revenues[number]]] = await connection.fetch(REVENUE, shop)
            place = await get(places)
    finally:
        await asyncio.shield(connection.close())


async def report(dsn, ids, size):
    places = asyncio.Queue(maxsize=1)
    revenues = {}
    async with asyncio.TaskGroup() as group:
        group.create_task(feed(places, ids, size))
        for _ in range(size):
            group.create_task(work(dsn, places, revenues))
    return [revenues[number] for number in range(len(ids))]
