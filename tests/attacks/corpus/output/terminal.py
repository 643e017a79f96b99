"""Prints and raises what would clear the screen, rename the terminal and forge a link.

exercise: 03_gather
codes: wrong_exception
points: 0
"""

NASTY = "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://example.org\x07\r\n::error::forged\n::set-env name=PATH::x"


async def fetch_all(fetch, keys):
    print(NASTY)
    raise ValueError(NASTY)
