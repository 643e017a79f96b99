"""Gives the loop back whenever ten milliseconds have passed."""

import asyncio
import math
import time


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    count = 0
    due = time.perf_counter() + 0.01
    for number in range(2, limit + 1):
        count += is_prime(number)
        if time.perf_counter() > due:
            await asyncio.sleep(0)
            due = time.perf_counter() + 0.01
    return count
