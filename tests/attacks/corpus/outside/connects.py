"""Connects to a port of this machine and says its name.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: connects
effects landlock: connects?
"""

import socket

try:
    with socket.create_connection(("127.0.0.1", @port@), 2) as connection:
        connection.sendall(b"@mark@")
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
