"""Divide and conquer: each half is gathered by a call of its own."""

import asyncio


async def fetch_all(fetch, keys):
    if len(keys) < 2:
        return [await fetch(key) for key in keys]
    middle = len(keys) // 2
    left, right = await asyncio.gather(
        fetch_all(fetch, keys[:middle]), fetch_all(fetch, keys[middle:])
    )
    return left + right
