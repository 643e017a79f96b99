"""A fair share of the loop: the reference solution."""

import asyncio
import math

STRIDE = 1000
"""Numbers between two turns of the loop: about 2 ms of work, so that the turn itself, which takes
some 10 µs, costs next to nothing, and a machine ten times as slow still shares well."""


def is_prime(number: int) -> bool:
    """Return whether a number is prime, by trying all divisors up to its root."""
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit: int) -> int:
    """Return how many primes there are from 2 to `limit`, both included.

    It computes on the event loop's own thread, and gives the loop back so often that other tasks
    never have to wait for more than 100 ms. It never sleeps for more than 0 seconds.
    """
    count = 0
    for number in range(2, limit + 1):
        if is_prime(number):
            count += 1
        if number % STRIDE == 0:
            # Not a wait: everything that is ready runs once, and then it goes on here. This is also
            # the place where a cancellation arrives; nothing has to be done for it.
            await asyncio.sleep(0)
    return count
