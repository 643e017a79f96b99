"""Each worker keeps its own pairs; `as_completed` takes the workers as they end; sorted at last."""

import asyncio
from operator import itemgetter


async def bounded_map(fn, items, limit):
    numbered = enumerate(items)

    async def worker():
        return [(number, await fn(item)) for number, item in numbered]

    workers = [asyncio.create_task(worker()) for _ in range(limit)]
    pairs = []
    try:
        for ended in asyncio.as_completed(workers):
            pairs += await ended
    finally:
        for task in workers:
            task.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return [result for _, result in sorted(pairs, key=itemgetter(0))]
