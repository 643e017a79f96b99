"""Opens files, sockets, pipes and watches until there are no more.

exercise: 03_gather
codes: wrong_exception crashed blocked_loop resource_leak
points: 2
"""

import os
import socket

OPENED = []


async def fetch_all(fetch, keys):
    while True:
        OPENED.append(socket.socket())
        OPENED.append(os.pipe())
        OPENED.append(os.open("/dev/null", os.O_RDONLY))
