async def all_or_nothing(jobs):
    results = []
    for job in jobs:
        try:
            results.append(await job())
        except Exception as error:
            raise ExceptionGroup("failed", [error])
    return results
