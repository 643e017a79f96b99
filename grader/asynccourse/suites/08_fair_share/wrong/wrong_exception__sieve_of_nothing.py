"""A sieve for the limit, which has no place for less than nothing."""

import asyncio


async def count_primes(limit):
    composite = bytearray(limit + 1)
    count = 0
    for number in range(2, limit + 1):
        if not composite[number]:
            count += 1
            for multiple in range(number * number, limit + 1, number):
                composite[multiple] = 1
        if number % 200 == 0:
            await asyncio.sleep(0)
    return count
