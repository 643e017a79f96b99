"""Sends a datagram, for which nobody has to listen.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: connects
effects landlock: connects?
"""

import socket

try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"@mark@", ("127.0.0.1", @datagrams@))
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
