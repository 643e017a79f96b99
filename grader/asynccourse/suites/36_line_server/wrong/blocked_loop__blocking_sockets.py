"""Sockets that block, and with them the loop."""

import os
import socket


async def serve(path):
    values = {}
    with socket.socket(socket.AF_UNIX) as listening:
        if os.path.exists(path):
            os.unlink(path)
        listening.bind(path)
        listening.listen()
        while True:
            client, _ = listening.accept()
            with client, client.makefile("rwb") as file:
                for line in file:
                    match line[:-1].split(b" ", 2):
                        case [b"SET", key, value]:
                            values[key] = value
                            file.write(b"OK\n")
                        case [b"GET", key]:
                            file.write(
                                b"VALUE " + values[key] + b"\n" if key in values else b"NONE\n"
                            )
                        case _:
                            file.write(b"ERROR\n")
                    file.flush()
