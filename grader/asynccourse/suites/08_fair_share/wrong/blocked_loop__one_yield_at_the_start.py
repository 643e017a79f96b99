import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    await asyncio.sleep(0)
    return sum(is_prime(number) for number in range(2, limit + 1))
