"""Prints and raises letters that can't be seen, or turn the direction of all that follow.

exercise: 03_gather
codes: wrong_exception
points: 0
"""

HIDDEN = "\u202e\u2066\u200b\u00ad\ufeff\u2028\u2029\ue000\U000e0041" + "a\u0301" * 500


async def fetch_all(fetch, keys):
    print(HIDDEN)
    raise ValueError(HIDDEN)
