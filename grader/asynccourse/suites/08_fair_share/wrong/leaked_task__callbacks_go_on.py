"""A chain of callbacks goes on when the count was cancelled."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def step(start, count):
        stop = min(start + 1500, limit + 1)
        count += sum(map(is_prime, range(start, stop)))
        if stop <= limit:
            loop.call_soon(step, stop, count)
        elif not done.done():
            done.set_result(count)

    step(2, 0)
    return await done
