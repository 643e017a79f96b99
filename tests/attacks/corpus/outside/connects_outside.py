"""Connects to this machine by its address in the network, as it would to any other.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: connects
effects landlock: connects?
"""

import socket

try:
    with socket.create_connection(("@address@", @port@), 2) as connection:
        connection.sendall(b"@mark@")
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
