async def worker(conn, jobs):
    for job in jobs:
        await conn.begin()
        await conn.execute(job)
        await conn.commit()
