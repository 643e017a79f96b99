"""Puts itself before every import, and gives what was never asked for.

exercise: 09_process_pool
codes: wrong_result wrong_exception crashed forbidden hang missing_function
points: 2
"""

import importlib.abc
import importlib.util
import sys


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        return importlib.util.spec_from_loader(name, self)

    def exec_module(self, module):
        module.__getattr__ = lambda name: lambda *args, **kwargs: "passed"


sys.meta_path.insert(0, Finder())


async def score_all(chunks):
    return [0 for _ in chunks]
