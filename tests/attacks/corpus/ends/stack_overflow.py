"""Lifts the limit of recursion and recurses through C, to overflow the stack.

exercise: 03_gather
codes: crashed wrong_exception limit_exceeded blocked_loop
"""

import sys

sys.setrecursionlimit(10**7)


class Endless:
    def __repr__(self):
        return repr(self)


async def fetch_all(fetch, keys):
    repr(Endless())
