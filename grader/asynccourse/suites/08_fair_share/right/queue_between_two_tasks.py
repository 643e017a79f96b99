"""One task finds primes and another counts them; a queue of one makes them take turns."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    queue = asyncio.Queue(maxsize=1)

    async def find():
        for number in range(2, limit + 1):
            if is_prime(number):
                await queue.put(number)
        await queue.put(None)

    finder = asyncio.create_task(find())
    count = 0
    try:
        while await queue.get() is not None:
            count += 1
        await finder
    finally:
        finder.cancel()
    return count
