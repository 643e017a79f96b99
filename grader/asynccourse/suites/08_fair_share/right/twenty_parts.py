"""Twenty parts, however far it is: a short count takes as many turns as a long one."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    count = 0
    for part in range(20):
        count += sum(map(is_prime, range(2 + part, limit + 1, 20)))
        await asyncio.sleep(0)
    return count
