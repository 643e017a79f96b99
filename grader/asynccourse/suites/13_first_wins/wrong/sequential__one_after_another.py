async def race(jobs):
    errors = []
    for job in jobs:
        try:
            return await job()
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("all failed", errors)
