"""Connects to an abstract Unix socket, which no file's rights protect.

exercise: 03_gather
codes: wrong_result sequential import_error
effects off: connects
effects landlock: connects?
"""

import socket

try:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect("\0@abstract@")
        connection.sendall(b"@mark@")
except OSError as error:
    print(error)


async def fetch_all(fetch, keys):
    return []
