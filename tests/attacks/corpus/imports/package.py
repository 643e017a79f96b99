"""Brings a package of its own name, which is right, beside a file that isn't.

exercise: 03_gather
codes: sequential
points: 3
"""

BESIDE = {
    "gather/__init__.py": "import asyncio\n"
    "async def fetch_all(fetch, keys):\n"
    "    return await asyncio.gather(*map(fetch, keys))\n"
}


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
