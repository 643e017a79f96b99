async def settle(jobs):
    results, errors = [], []
    for job in jobs:
        try:
            results.append(await job())
            errors.append(None)
        except Exception as error:
            results.append(None)
            errors.append(error)
    return results, errors
