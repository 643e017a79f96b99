"""Gives the loop back only where no other count goes on."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


running = 0


async def count_primes(limit):
    global running
    running += 1
    try:
        count = 0
        for number in range(2, limit + 1):
            count += is_prime(number)
            if running == 1 and number % 1000 == 0:
                await asyncio.sleep(0)
        return count
    finally:
        running -= 1
