"""Raises an error of its own that says that it is the one that was wanted, by name and by text.

exercise: 03_gather
codes: wrong_exception
points: 8
"""

import asyncio


class Kind(type):
    __name__ = "ConnectionError"


class ConnectionError(Exception, metaclass=Kind):
    @property
    def __class__(self):
        return OSError

    def __reduce__(self):
        raise SystemExit


async def fetch_all(fetch, keys):
    try:
        return await asyncio.gather(*map(fetch, keys))
    except OSError as error:
        raise ConnectionError(str(error)) from None
