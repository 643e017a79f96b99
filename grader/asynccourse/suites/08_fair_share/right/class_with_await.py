"""An object whose `__await__` does a piece of the work between two bare yields."""

import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


class Piece:
    def __init__(self, numbers):
        self.numbers = numbers

    def __await__(self):
        count = sum(map(is_prime, self.numbers))
        yield
        return count


async def count_primes(limit):
    count = 0
    for start in range(0, limit + 1, 500):
        count += await Piece(range(start, min(start + 500, limit + 1)))
    return count
