import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def primes(limit):
    for number in range(2, limit + 1):
        if is_prime(number):
            yield number


async def count_primes(limit):
    count = 0
    async for _ in primes(limit):
        count += 1
    return count
