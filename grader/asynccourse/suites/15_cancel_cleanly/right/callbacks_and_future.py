"""A future for the end of each step, and a timer that cancels a rollback which takes too long."""

import asyncio


def end_of(task):
    end = asyncio.get_running_loop().create_future()

    def ended(task):
        if not task.cancelled():
            task.exception()
        if not end.done():
            end.set_result(None)

    task.add_done_callback(ended)
    return end


async def worker(conn, jobs):
    loop = asyncio.get_running_loop()
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except BaseException:
            rollback = loop.create_task(conn.rollback())
            timer = loop.call_later(5, rollback.cancel)
            await end_of(rollback)
            timer.cancel()
            raise
        commit = loop.create_task(conn.commit())
        try:
            await end_of(commit)
        except asyncio.CancelledError:
            await end_of(commit)
            raise
        commit.result()
