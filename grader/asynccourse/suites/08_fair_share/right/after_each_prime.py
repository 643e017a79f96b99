"""Gives the loop back whenever it has found a prime."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def primes(limit):
    for number in range(2, limit + 1):
        if is_prime(number):
            yield number
            await asyncio.sleep(0)


async def count_primes(limit):
    return len([prime async for prime in primes(limit)])
