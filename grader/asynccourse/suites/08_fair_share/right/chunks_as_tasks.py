"""A task for each chunk of numbers, each started by the one before it has ended."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def chunk(start, stop):
    return sum(map(is_prime, range(start, stop)))


async def count_primes(limit):
    count = 0
    for start in range(0, limit + 1, 1000):
        count += await asyncio.create_task(chunk(start, min(start + 1000, limit + 1)))
    return count
