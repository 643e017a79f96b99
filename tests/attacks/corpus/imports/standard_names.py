"""Is right, among files named like modules of Python's that end whoever imports them.

exercise: 03_gather
right: what lies beside it, or what it is called, changes nothing
"""

BESIDE = {
    "asyncio.py": "raise SystemExit(1)\n",
    "types.py": "raise SystemExit(1)\n",
    "signal.py": "raise SystemExit(1)\n",
    "selectors.py": "raise SystemExit(1)\n",
    "random.py": "raise SystemExit(1)\n",
}

import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather(*map(fetch, keys))
