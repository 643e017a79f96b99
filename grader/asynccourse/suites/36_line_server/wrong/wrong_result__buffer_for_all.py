"""One buffer for what comes from all clients."""

import asyncio


async def serve(path):
    values = {}
    tasks = {}
    rest = b""

    def answer(request):
        match request.split(b" ", 2):
            case [b"SET", key, value]:
                values[key] = value
                return b"OK"
            case [b"GET", key]:
                return b"VALUE " + values[key] if key in values else b"NONE"
        return b"ERROR"

    async def handle(reader, writer):
        nonlocal rest
        tasks[asyncio.current_task()] = writer
        try:
            while True:
                while b"\n" not in rest:
                    piece = await reader.read(16384)
                    if not piece or len(rest) > 100_000:
                        return writer.close()
                    rest += piece
                line, _, rest = rest.partition(b"\n")
                line += b"\n"
                if len(line) > 100_001:
                    return writer.close()
                writer.write(answer(line[:-1]) + b"\n")
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
