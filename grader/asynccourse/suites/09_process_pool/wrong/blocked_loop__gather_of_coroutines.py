"""Coroutines that never wait for anything run one after the other, on the loop."""

import asyncio


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def one(chunk):
    return score(chunk)


async def score_all(chunks):
    return await asyncio.gather(*(one(chunk) for chunk in chunks))
