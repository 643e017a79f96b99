"""Does every count in a hundred pieces, so that long and short ones end at the same time."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    count = 0
    step = limit // 100 + 1
    for start in range(2, limit + 1, step):
        count += sum(map(is_prime, range(start, min(start + step, limit + 1))))
        await asyncio.sleep(0)
    return count
