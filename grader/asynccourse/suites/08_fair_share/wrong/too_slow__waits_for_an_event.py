import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    count = 0
    never = asyncio.Event()
    for number in range(2, limit + 1):
        if is_prime(number):
            count += 1
        if number % 2000 == 0:
            try:
                await asyncio.wait_for(never.wait(), 0.001)
            except TimeoutError:
                pass
    return count
