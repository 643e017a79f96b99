"""Other keys in it, as notes, and a snippet with remarks of its reader."""

import asyncio


async def created():
    async def child():
        print("a")  # second!

    task = asyncio.create_task(child())
    print("b")  # first
    await asyncio.sleep(0)
    print("c")
    await task
    print("d")


ANSWERS = {
    "called": "bac",
    "created": "bacd",
    "awaited": "bcda",
    "gathered": "bcaABC",
    "shared": "cabd",
    "one_by_one": 3,
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
    "why blocking": "time.sleep",
    7: None,
}
