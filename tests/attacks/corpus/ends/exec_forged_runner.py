"""Becomes a program that answers on the wall by itself: it has no value to answer with.

exercise: 03_gather
codes: wrong_result crashed forbidden hang
points: 1
"""

import os
import sys

FORGER = '''
import os, struct
body = b"\\x95\\xa6result\\x01\\xa8returned\\x92\\xa1l\\x90\\xc0"
for descriptor in range(3, 20):
    try:
        os.write(descriptor, struct.pack(">I", len(body)) + body)
    except OSError:
        pass
'''


async def fetch_all(fetch, keys):
    for descriptor in range(3, 20):
        try:
            os.set_inheritable(descriptor, True)
        except OSError:
            pass
    os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", FORGER])
