"""Four tasks count a quarter of the numbers each, and give the loop back after every hundred."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def quarter(first, limit):
    count = 0
    for turn, number in enumerate(range(first, limit + 1, 4)):
        count += is_prime(number)
        if turn % 100 == 0:
            await asyncio.sleep(0)
    return count


async def count_primes(limit):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(quarter(first, limit)) for first in range(4)]
    return sum(task.result() for task in tasks)
