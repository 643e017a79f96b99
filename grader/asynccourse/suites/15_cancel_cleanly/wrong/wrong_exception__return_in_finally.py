async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        done = False
        try:
            await conn.execute(job)
            await conn.commit()
            done = True
        except Exception:
            await conn.rollback()
            raise
        finally:
            if not done:
                await conn.rollback()
                return
