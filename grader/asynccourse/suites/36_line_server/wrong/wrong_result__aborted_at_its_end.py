"""Aborts the connection of a client that has ended: what it had not read yet is lost."""

import asyncio

LONGEST = 100_000


async def serve(path: str) -> None:
    """Serve clients on a Unix socket at `path`, until cancelled.

    Each line of a client's is a request, and gets a line as its answer, in order:
    `SET key value` sets a value, `OK`; `GET key` asks for it, `VALUE value` or `NONE`; anything
    else is an `ERROR`. All is bytes. A line has up to 100,000 of them; a longer one ends the
    connection. A client that doesn't take its answers isn't given more. When `serve` is cancelled,
    it listens no more, and all connections are closed.
    """
    values: dict[bytes, bytes] = {}
    connections: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # An ordinary function, so that the task is ours from its beginning.
        task = asyncio.create_task(_talk(values, reader, writer))
        connections.add(task)
        task.add_done_callback(connections.discard)

    server = await asyncio.start_unix_server(connected, path, limit=LONGEST)
    try:
        # Not `serve_forever`: cancelled, that waits for the end of all connections (since 3.12.1),
        # and nobody would end them. The server listens already; here it only stays.
        await asyncio.get_running_loop().create_future()
    finally:
        server.close()
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


async def _talk(
    values: dict[bytes, bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        while True:
            line = await reader.readuntil()
            writer.write(_answer(values, line[:-1]) + b"\n")
            # Before the next request is looked at: a client that takes no answers gets none made.
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
        # It has ended, sent too much, or is gone. Of each of these only this client gets to hear.
        pass
    finally:
        writer.transport.abort()


def _answer(values: dict[bytes, bytes], request: bytes) -> bytes:
    match request.split(b" ", 2):
        case [b"SET", key, value]:
            values[key] = value
            return b"OK"
        case [b"GET", key]:
            return b"VALUE " + values[key] if key in values else b"NONE"
    return b"ERROR unknown request"
