"""Strips what may belong to a value."""

import asyncio


async def serve(path):
    values = {}
    tasks = {}

    def answer(request):
        match request.split(b" ", 2):
            case [b"SET", key, value]:
                values[key] = value
                return b"OK"
            case [b"GET", key]:
                return b"VALUE " + values[key] if key in values else b"NONE"
        return b"ERROR"

    async def handle(reader, writer):
        tasks[asyncio.current_task()] = writer
        try:
            while True:
                line = await reader.readuntil()
                writer.write(answer(line.strip()) + b"\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            writer.close()
        finally:
            del tasks[asyncio.current_task()]

    server = await asyncio.start_unix_server(handle, path, limit=100_000)
    try:
        await asyncio.Event().wait()
    finally:
        server.close()
        for task, writer in tasks.items():
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
