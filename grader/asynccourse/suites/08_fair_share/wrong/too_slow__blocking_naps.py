"""Sleeps for a millisecond now and then with `time.sleep`, and gives the loop back as well."""

import asyncio
import math
import time


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    count = 0
    for number in range(2, limit + 1):
        count += is_prime(number)
        if number % 2000 == 0:
            time.sleep(0.001)
            await asyncio.sleep(0)
    return count
