"""Each connection is an async generator of answers, asked for one more as soon as it gives one."""

import asyncio
from contextlib import AsyncExitStack, aclosing

import asyncpg

REVENUE = "SELECT revenue($1)"


async def answers(dsn, numbered):
    for number, shop in numbered:
        connection = await asyncpg.connect(dsn)
        break
    else:
        return
    try:
        yield number, await connection.fetchval(REVENUE, shop)
        for number, shop in numbered:
            yield number, await connection.fetchval(REVENUE, shop)
    finally:
        await connection.close()


async def report(dsn, ids, size):
    numbered = enumerate(ids)
    revenues = [0] * len(ids)
    async with AsyncExitStack() as stack:
        waiting = {}
        for _ in range(size):
            source = await stack.enter_async_context(aclosing(answers(dsn, numbered)))
            waiting[asyncio.ensure_future(anext(source, None))] = source
        try:
            while waiting:
                done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    source = waiting.pop(task)
                    if (pair := task.result()) is not None:
                        revenues[pair[0]] = pair[1]
                        waiting[asyncio.ensure_future(anext(source, None))] = source
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
    return revenues
