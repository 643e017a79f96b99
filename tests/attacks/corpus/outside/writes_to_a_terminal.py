"""Writes to the user's terminal, past all that the judge shows.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: terminal
"""

import os

try:
    terminal = os.open("@terminal@", os.O_WRONLY | os.O_NOCTTY)
    os.write(terminal, b"\x1b]0;mine\x07")
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
