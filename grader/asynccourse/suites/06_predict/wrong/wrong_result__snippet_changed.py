import asyncio


async def one_by_one():
    await asyncio.sleep(1)
    await asyncio.sleep(1)


ANSWERS = {
    "called": "bac",
    "created": "bacd",
    "awaited": "bcda",
    "gathered": "bcaABC",
    "shared": "cabd",
    "one_by_one": 2,
    "together": 3,
    "started": 3,
    "blocking": 4,
    "threads": 2,
    "in_gather": "loop",
    "in_to_thread": "thread",
    "passed_on": "loop",
    "in_pool": "process",
    "downloads": "io",
    "hashing": "cpu",
    "reading": "io",
    "counting": "cpu",
}
