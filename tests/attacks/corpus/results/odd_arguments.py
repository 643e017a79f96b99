"""Calls a service with what it can't take: unhashable, too many, by names that it hasn't.

It gets the errors that any function would raise, and the judge goes on.

exercise: 03_gather
codes: wrong_exception sequential
points: 0
"""

async def fetch_all(fetch, keys):
    failed = []
    for args, kwargs in (([[]], {}), ([1, 2, 3], {}), ([], {}), ([], {"self": 1, "nosuch": 2})):
        try:
            await fetch(*args, **kwargs)
        except (TypeError, KeyError) as error:
            failed.append(error)
    raise ExceptionGroup("as they must", failed)
