"""Returns, calls with and raises text that no encoding can carry.

exercise: 03_gather
codes: wrong_exception sequential
points: 0
"""

async def fetch_all(fetch, keys):
    try:
        await fetch("\udc80\ud800")
    except KeyError:
        pass
    raise ValueError("\udfff" * 100, b"\xff", "\0")
