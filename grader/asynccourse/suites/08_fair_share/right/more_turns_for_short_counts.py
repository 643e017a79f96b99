"""Gives the loop back after each number of a short count, and of a long one every 2000."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    count = 0
    step = 1 if limit < 10_000 else 2000
    for start in range(2, limit + 1, step):
        count += sum(map(is_prime, range(start, min(start + step, limit + 1))))
        await asyncio.sleep(0)
    return count
