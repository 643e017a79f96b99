import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def one(number):
    return is_prime(number)


async def count_primes(limit):
    return sum(await asyncio.gather(*(one(number) for number in range(2, limit + 1))))
