"""Takes memory without end; none of it is ever written to.

exercise: 03_gather
codes: limit_exceeded blocked_loop
points: 0
"""

async def fetch_all(fetch, keys):
    taken = []
    while True:
        taken.append(bytes(10**8))
