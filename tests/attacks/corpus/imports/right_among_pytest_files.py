"""Is right, among settings for pytest that would break every run.

exercise: 03_gather
right: what lies beside it, or what it is called, changes nothing
"""

BESIDE = {
    "pytest.ini": "[pytest]\naddopts = --no-such-option\n",
    "conftest.py": "raise SystemExit(1)\n",
    "pyproject.toml": "[tool.pytest.ini_options\n",
}

import asyncio


async def fetch_all(fetch, keys):
    return await asyncio.gather(*map(fetch, keys))
