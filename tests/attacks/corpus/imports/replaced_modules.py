"""Puts modules of its own in the place of ours and of Python's, for whoever imports them next.

exercise: 03_gather
codes: wrong_result wrong_exception crashed forbidden hang sequential missing_function
points: 1
"""

import sys
import types


class Anything(types.ModuleType):
    def __getattr__(self, name):
        return lambda *args, **kwargs: "passed"


for name in list(sys.modules):
    if name.startswith(("asynccourse", "msgspec", "inspect", "multiprocessing")):
        sys.modules[name] = Anything(name)


async def fetch_all(fetch, keys):
    return ["right"] * len(keys)
