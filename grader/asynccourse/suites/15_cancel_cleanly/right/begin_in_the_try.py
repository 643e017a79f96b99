"""`begin` is in the `try` as well, so that a begin of which nobody knows is rolled back too."""

import asyncio


async def worker(conn, jobs):
    for job in jobs:
        try:
            await conn.begin()
            await conn.execute(job)
        except (Exception, asyncio.CancelledError) as reason:
            rollback = asyncio.create_task(conn.rollback())
            done, late = await asyncio.wait({rollback}, timeout=5)
            for task in late:
                task.cancel()
            failures = await asyncio.gather(rollback, return_exceptions=True)
            if failures != [None]:
                reason.add_note(f"the rollback: {failures[0]!r}")
            raise
        try:
            commit = asyncio.create_task(conn.commit())
            await asyncio.shield(commit)
        except asyncio.CancelledError:
            if not commit.done():
                await commit
            raise
