"""Is right, among files that Python runs as it starts where it finds them.

exercise: 03_gather
right: what lies beside it, or what it is called, changes nothing
"""

BESIDE = {
    "sitecustomize.py": "raise SystemExit(1)\n",
    "usercustomize.py": "raise SystemExit(1)\n",
    "evil.pth": "import os; os._exit(1)\n",
    "pyvenv.cfg": "home = /nowhere\n",
    "python312._pth": "nowhere\n",
}

import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather(*map(fetch, keys))
