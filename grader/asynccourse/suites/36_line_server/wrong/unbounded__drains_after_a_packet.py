"""Answers all that came in one piece before it waits for the client."""

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
        rest = b""
        try:
            while True:
                piece = await reader.read(65536)
                if not piece:
                    break
                *lines, rest = (rest + piece).split(b"\n")
                if max(map(len, [*lines, rest])) > 100_000:
                    break
                for line in lines:
                    writer.write(answer(line) + b"\n")
                await writer.drain()
            writer.close()
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
