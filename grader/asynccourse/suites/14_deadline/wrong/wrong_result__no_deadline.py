async def within(job, seconds, default):
    return await job()
