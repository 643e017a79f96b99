"""Raises a group four hundred groups deep: to walk through it takes as deep a stack.

exercise: 03_gather
codes: wrong_exception forbidden
points: 0
"""

import gc
import os
import struct

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
HEAD, TAIL = b"\x9a\xa1e\xa1X\x90\x90\xa0\x90\xc0\x91", b"\x90\0"
LAST = b"\x9a\xa1e\xa1X\x90\x90\xa0\x90\xc0\x90\x90\0"


async def fetch_all(fetch, keys):
    body = b"\x95\xa6result\x01\xa6raised\xc0" + HEAD * 400 + LAST + TAIL * 400
    os.write(CHANNEL._write_fd, struct.pack(">I", len(body)) + body)
    return []
