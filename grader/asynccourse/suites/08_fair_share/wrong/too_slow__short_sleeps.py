import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    count = 0
    for number in range(2, limit + 1):
        if is_prime(number):
            count += 1
        if number % 500 == 0:
            await asyncio.sleep(0.0001)
    return count
