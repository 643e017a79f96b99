import asyncio
import sys

PROGRAM = """
import math, sys
limit = int(sys.argv[1])
print(sum(all(n % d for d in range(2, math.isqrt(n) + 1)) for n in range(2, limit + 1)))
"""


async def count_primes(limit):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, str(limit), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return int(out)
