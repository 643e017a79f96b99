"""Gives the loop back often enough, but lets only one count go on at a time."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


lock = asyncio.Lock()


async def count_primes(limit):
    async with lock:
        count = 0
        for number in range(2, limit + 1):
            count += is_prime(number)
            if number % 1000 == 0:
                await asyncio.sleep(0)
        return count
