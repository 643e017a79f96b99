"""An awaitable of its own whose `__await__` yields once: what `sleep(0)` does."""

import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


class Turn:
    def __await__(self):
        yield


async def count_primes(limit):
    count = 0
    for start in range(0, limit + 1, 2000):
        count += sum(map(is_prime, range(start, min(start + 2000, limit + 1))))
        await Turn()
    return count
