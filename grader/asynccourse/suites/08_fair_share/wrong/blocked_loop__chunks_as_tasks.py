"""A task for each chunk of numbers: each is short, and all of them are ready at once."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def chunk(start, stop):
    return sum(map(is_prime, range(start, stop)))


async def count_primes(limit):
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(chunk(start, min(start + 1000, limit + 1)))
            for start in range(0, limit + 1, 1000)
        ]
    return sum(task.result() for task in tasks)
