"""Raises an error that has a cause, which has a cause, and so on.

exercise: 03_gather
codes: limit_exceeded wrong_exception
points: 0
"""

class Endless(Exception):
    @property
    def __cause__(self):
        return Endless()


async def fetch_all(fetch, keys):
    raise Endless
