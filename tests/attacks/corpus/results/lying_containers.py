"""Returns a list and dicts whose methods show other items than they hold.

exercise: 03_gather
codes: wrong_result
points: 1
"""

class Mirror(dict):
    def items(self):
        raise SystemExit

    def __iter__(self):
        raise SystemExit


class Endless(list):
    def __iter__(self):
        while True:
            yield "more"

    def __len__(self):
        return 10**9


async def fetch_all(fetch, keys):
    return Endless([Mirror(a=1)] * len(keys))
