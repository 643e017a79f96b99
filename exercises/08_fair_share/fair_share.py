"""A fair share of the loop.

`count_primes` works, and lets no other task run until it is done. Make it share the event loop.
"""

import asyncio
import math
import time


def is_prime(number: int) -> bool:
    """Return whether a number is prime, by trying all divisors up to its root."""
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit: int) -> int:
    """Return how many primes there are from 2 to `limit`, both included.

    It computes on the event loop's own thread, and gives the loop back so often that other tasks
    never have to wait for more than 100 ms. It never sleeps for more than 0 seconds.
    """
    # TODO: let the other tasks have their turn as you go.
    count = 0
    for number in range(2, limit + 1):
        if is_prime(number):
            count += 1
    return count


async def main() -> None:
    """Show for how long another task has to wait while primes are counted."""
    longest = 0.0

    async def other() -> None:
        nonlocal longest
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, time.perf_counter() - asked)

    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    start = time.perf_counter()
    count = await count_primes(200_000)
    took = time.perf_counter() - start
    await asyncio.sleep(0)
    print(
        f"{count} primes in {took:.2f} s; "
        f"another task had to wait for up to {longest:.2f} s for its turn"
    )
    task.cancel()


if __name__ == "__main__":
    asyncio.run(main())
