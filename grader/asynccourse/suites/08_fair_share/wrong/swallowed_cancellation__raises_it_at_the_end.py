"""Keeps the CancelledError, counts all the rest, and raises it then."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    count = 0
    cancelled = None
    for number in range(2, limit + 1):
        count += is_prime(number)
        if number % 1000 == 0:
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError as error:
                cancelled = error
    if cancelled:
        raise cancelled
    return count
