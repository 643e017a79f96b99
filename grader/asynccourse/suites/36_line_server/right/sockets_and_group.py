"""Sockets by hand, and a TaskGroup around all conversations."""

import asyncio
import socket
from pathlib import Path

LONGEST = 100_000


async def serve(path):  # noqa: C901
    loop = asyncio.get_running_loop()
    data = {}

    async def talk(client):
        with client:
            rest = b""
            try:
                while True:
                    while b"\n" not in rest:
                        piece = await loop.sock_recv(client, 65_536)
                        rest += piece
                        if not piece or len(rest.partition(b"\n")[0]) > LONGEST:
                            return
                    line, _, rest = rest.partition(b"\n")
                    if len(line) > LONGEST:
                        return
                    await loop.sock_sendall(client, reply(line) + b"\n")
            except ConnectionError:
                return

    def reply(line):
        what = line.split(b" ", 2)
        if what[0] == b"SET" and len(what) == 3:
            data[what[1]] = what[2]
            return b"OK"
        if what[0] == b"GET" and len(what) == 2:
            return b"VALUE " + data[what[1]] if what[1] in data else b"NONE"
        return b"ERROR"

    with socket.socket(socket.AF_UNIX) as listening:
        Path(path).unlink(missing_ok=True)
        listening.bind(path)
        listening.listen()
        listening.setblocking(False)
        async with asyncio.TaskGroup() as group:
            while True:
                client, _ = await loop.sock_accept(listening)
                client.setblocking(False)
                group.create_task(talk(client))
