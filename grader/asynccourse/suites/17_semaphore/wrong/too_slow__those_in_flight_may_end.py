"""After an error nothing new starts; but it is told when all that is in flight has ended."""

import asyncio


async def bounded_map(fn, items, limit):
    numbered = enumerate(items)
    results, errors = {}, []

    async def worker():
        while not errors:
            try:
                number, item = next(numbered)
                results[number] = await fn(item)
            except StopIteration:
                return
            except Exception as error:
                errors.append(error)

    await asyncio.gather(*(worker() for _ in range(limit)))
    if errors:
        raise errors[0]
    return [results[number] for number in range(len(results))]
