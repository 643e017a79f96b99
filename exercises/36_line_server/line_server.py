"""A server of lines.

`serve` keeps values by their keys, and works as long as each `read` gives just one request. Make it
a server that any client can be let near.
"""

import asyncio
import tempfile
from pathlib import Path


async def serve(path: str) -> None:
    """Serve clients on a Unix socket at `path`, until cancelled.

    Each line of a client's is a request, and gets a line as its answer, in order:
    `SET key value` sets a value, `OK`; `GET key` asks for it, `VALUE value` or `NONE`; anything
    else is an `ERROR`. All is bytes. A line has up to 100,000 of them; a longer one ends the
    connection. A client that doesn't take its answers isn't given more. When `serve` is cancelled,
    it listens no more, and all connections are closed.
    """
    values: dict[bytes, bytes] = {}

    def answer(request: bytes) -> bytes:
        match request.split(b" ", 2):
            case [b"SET", key, value]:
                values[key] = value
                return b"OK"
            case [b"GET", key]:
                return b"VALUE " + values[key] if key in values else b"NONE"
        return b"ERROR unknown request"

    # TODO: lines, however they come; drain; the end of clients, and that of the server.
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.read(1000):
            writer.write(answer(request.rstrip(b"\n")) + b"\n")

    server = await asyncio.start_unix_server(handle, path)
    async with server:
        await server.serve_forever()


async def main() -> None:
    """Show what a client is answered that sends two requests at once, and one in two pieces."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "socket")
        server = asyncio.create_task(serve(path))
        await asyncio.sleep(0.1)
        reader, writer = await asyncio.open_unix_connection(path)
        for piece in (b"SET tea green\n", b"GET tea\nGET jam\n", b"SET jam ras", b"pberry\n"):
            writer.write(piece)
            await asyncio.sleep(0.1)
            print(f"sent {piece!r}, got {await received(reader)!r}")
        writer.close()
        await writer.wait_closed()
        # More than once: it may wait for its connections, in more than one place.
        while not server.done():
            server.cancel()
            await asyncio.wait([server], timeout=0.5)


async def received(reader: asyncio.StreamReader) -> bytes:
    """Return what has come, or nothing after a while."""
    try:
        async with asyncio.timeout(0.1):
            return await reader.read(1000)
    except TimeoutError:
        return b""


if __name__ == "__main__":
    asyncio.run(main())
