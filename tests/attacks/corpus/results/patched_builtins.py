"""Replaces builtins that a grader in this process would compare with.

exercise: 03_gather
codes: wrong_result wrong_exception crashed forbidden hang sequential
points: 1
"""

import builtins

builtins.all = builtins.any = builtins.isinstance = lambda *args: True
builtins.sorted = lambda items, **kwargs: items
builtins.AssertionError = type("Nothing", (Exception,), {})


async def fetch_all(fetch, keys):
    return ["right"] * len(keys)
