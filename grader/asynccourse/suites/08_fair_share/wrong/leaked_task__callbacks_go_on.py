"""A chain of callbacks that goes on when the count was cancelled: nobody looks whether it is."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    done = asyncio.get_running_loop().create_future()

    def step(start, count):
        stop = min(start + 1000, limit + 1)
        count += sum(map(is_prime, range(start, stop)))
        if stop <= limit:
            asyncio.get_running_loop().call_soon(step, stop, count)
        elif not done.done():
            done.set_result(count)

    step(2, 0)
    return await done
