"""Raises an error whose text, arguments, notes and cause are errors themselves.

exercise: 03_gather
codes: wrong_exception crashed hang limit_exceeded
points: 0
"""

class Broken(Exception):
    args = property(lambda self: 1 // 0)
    __notes__ = property(lambda self: 1 // 0)

    def __str__(self):
        raise SystemExit

    def __repr__(self):
        raise SystemExit


async def fetch_all(fetch, keys):
    raise Broken
