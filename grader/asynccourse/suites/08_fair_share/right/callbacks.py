"""A chain of callbacks, each of which counts a chunk and asks to be called again."""

import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def step(start, count):
        if done.done():
            return
        if start > limit:
            done.set_result(count)
            return
        stop = min(start + 1500, limit + 1)
        loop.call_soon(step, stop, count + sum(map(is_prime, range(start, stop))))

    step(2, 0)
    return await done
