"""Calls a service with a long argument, and raises an error with a long name and many notes.

exercise: 03_gather
codes: wrong_exception sequential
points: 0
"""

LONG = "x" * 100_000


async def fetch_all(fetch, keys):
    try:
        await fetch(LONG)
    except KeyError:
        pass
    error = type(LONG, (Exception,), {})(LONG)
    for _ in range(50):
        error.add_note(LONG)
    raise error
