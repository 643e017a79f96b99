"""Imports the judge's own modules and patches their checks: in its process, where nobody asks them.

exercise: 03_gather
codes: sequential import_error
points: 3
"""

import asynccourse.judge.expect
import asynccourse.judge.outcome
from asynccourse.verdicts.refusal import Refusal

asynccourse.judge.expect.same_order = asynccourse.judge.expect.equal = lambda *args, **kwargs: None
asynccourse.judge.outcome.explain = lambda raised: None
Refusal.__init__ = lambda *args, **kwargs: None


async def fetch_all(fetch, keys):
    return [await fetch(key) for key in keys]
