"""Keeps an error of `items` for the end, when all that was read before it is done."""

import asyncio


async def bounded_map(fn, items, limit):
    results, errors = {}, []

    def guarded():
        try:
            yield from enumerate(items)
        except Exception as error:
            errors.append(error)

    numbered = guarded()

    async def worker():
        for number, item in numbered:
            results[number] = await fn(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker())
    if errors:
        raise errors[0]
    return [results[number] for number in range(len(results))]
