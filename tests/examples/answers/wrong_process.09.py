import asyncio


def score(chunk):
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks):
    return await asyncio.gather(*(asyncio.to_thread(score, chunk) for chunk in chunks))
