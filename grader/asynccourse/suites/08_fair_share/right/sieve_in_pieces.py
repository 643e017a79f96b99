"""The sieve of Eratosthenes, piece by piece."""

import asyncio
import math

PIECE = 20_000


async def count_primes(limit):
    if limit < 2:
        return 0
    root = math.isqrt(limit)
    small = [n for n in range(2, root + 1) if all(n % d for d in range(2, math.isqrt(n) + 1))]
    count = 0
    for low in range(2, limit + 1, PIECE):
        high = min(low + PIECE, limit + 1)
        piece = bytearray([1]) * (high - low)
        for prime in small:
            first = max(prime * prime, -(-low // prime) * prime)
            for multiple in range(first, high, prime):
                piece[multiple - low] = 0
        count += sum(piece)
        await asyncio.sleep(0)
    return count
