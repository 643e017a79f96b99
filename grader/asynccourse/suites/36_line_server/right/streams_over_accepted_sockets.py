"""Accepts by hand, and makes a pair of streams of each socket with `open_unix_connection`."""

import asyncio
import socket
from contextlib import suppress
from pathlib import Path


async def conversation(values, client):
    reader, writer = await asyncio.open_unix_connection(sock=client, limit=100_000)
    try:
        while line := await reader.readuntil(b"\n"):
            command, _, rest = line[:-1].partition(b" ")
            key, blank, value = rest.partition(b" ")
            if (command, blank) == (b"SET", b" "):
                values[key] = value
                writer.write(b"OK\n")
            elif (command, blank) == (b"GET", b"") and len(line) > 4:
                writer.write(b"VALUE %b\n" % values[key] if key in values else b"NONE\n")
            else:
                writer.write(b"ERROR\n")
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
    except OSError:
        pass
    finally:
        writer.transport.abort()


async def serve(path):
    loop = asyncio.get_running_loop()
    values = {}
    Path(path).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.setblocking(False)
        listening.bind(path)
        listening.listen(100)
        async with asyncio.TaskGroup() as talking:
            while True:
                client, _ = await loop.sock_accept(listening)
                talking.create_task(conversation(values, client))
