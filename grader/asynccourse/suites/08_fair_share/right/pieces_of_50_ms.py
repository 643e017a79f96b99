"""Gives the loop back whenever it has computed for 50 ms, by the thread's own clock."""

import asyncio
import math
import time


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    count = 0
    start = time.thread_time()
    for number in range(2, limit + 1):
        count += is_prime(number)
        if time.thread_time() - start > 0.05:
            await asyncio.sleep(0)
            start = time.thread_time()
    return count
