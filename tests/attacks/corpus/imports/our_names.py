"""Is right, among files and packages named like ours and those that we use.

exercise: 03_gather
right: what lies beside it, or what it is called, changes nothing
"""

BESIDE = {
    "asynccourse.py": "raise SystemExit(1)\n",
    "asynccourse/__init__.py": "raise SystemExit(1)\n",
    "msgspec.py": "raise SystemExit(1)\n",
    "pytest.py": "raise SystemExit(1)\n",
    "driver.py": "raise SystemExit(1)\n",
}

import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather(*map(fetch, keys))
