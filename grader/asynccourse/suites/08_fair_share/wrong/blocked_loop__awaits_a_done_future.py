import asyncio
import math


def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    done = asyncio.get_running_loop().create_future()
    done.set_result(None)
    count = 0
    for number in range(2, limit + 1):
        if is_prime(number):
            count += 1
        if number % 1000 == 0:
            await done
    return count
