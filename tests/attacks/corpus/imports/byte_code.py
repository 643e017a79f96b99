"""Brings byte code under its own name, which claims to be newer.

exercise: 03_gather
codes: sequential
points: 3
"""

BESIDE = {
    "__pycache__/gather.cpython-311.pyc": "byte code",
    "__pycache__/gather.cpython-312.pyc": "byte code",
    "__pycache__/gather.cpython-313.pyc": "byte code",
    "gather.pyc": "byte code",
}


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
