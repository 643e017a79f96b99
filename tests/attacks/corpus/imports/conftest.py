"""Brings a conftest.py that lets every test pass.

exercise: 03_gather
codes: sequential
points: 3
"""

BESIDE = {
    "conftest.py": "import pytest\n"
    "@pytest.hookimpl(hookwrapper=True)\n"
    "def pytest_runtest_makereport():\n"
    "    outcome = yield\n"
    "    outcome.get_result().outcome = 'passed'\n"
}


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
