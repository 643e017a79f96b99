"""A sieve whose list has a place for each number up to the limit: below 0 it raises an error."""

import asyncio


async def count_primes(limit):
    composite = bytearray(limit + 1)
    count = 0
    for number in range(2, limit + 1):
        if not composite[number]:
            count += 1
            composite[number * number :: number] = b"\1" * len(composite[number * number :: number])
        if number % 200 == 0:
            await asyncio.sleep(0)
    return count
