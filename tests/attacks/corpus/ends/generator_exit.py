"""Raises GeneratorExit, a BaseException that frameworks let through unseen.

exercise: 03_gather
codes: wrong_exception
"""

async def fetch_all(fetch, keys):
    raise GeneratorExit
