"""The values are the module's: the next call of serve still has them."""

import asyncio
from contextlib import suppress

values = {}


async def serve(path):
    tasks = set()

    def answer(request):
        match request.split(b" ", 2):
            case [b"SET", key, value]:
                values[key] = value
                return b"OK"
            case [b"GET", key]:
                return b"VALUE " + values[key] if key in values else b"NONE"
        return b"ERROR"

    async def handle(reader, writer):
        tasks.add(asyncio.current_task())
        try:
            while True:
                line = await reader.readuntil()
                writer.write(answer(line[:-1]) + b"\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        finally:
            writer.transport.abort()
            tasks.discard(asyncio.current_task())

    server = await asyncio.start_unix_server(handle, path, limit=100_000)
    try:
        await asyncio.Event().wait()
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
