import math


async def is_prime(number):
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


async def count_primes(limit):
    count = 0
    for number in range(2, limit + 1):
        if await is_prime(number):
            count += 1
    return count
