"""Writers are closed and left to send what they have; those that can't are aborted at the end."""

import asyncio


async def serve(path):  # noqa: C901
    values = {}
    tasks = {}
    writers = []

    def answer(request):
        match request.split(b" ", 2):
            case [b"SET", key, value]:
                values[key] = value
                return b"OK"
            case [b"GET", key]:
                return b"VALUE " + values[key] if key in values else b"NONE"
        return b"ERROR"

    def unfinished(writer):
        return not writer.is_closing() or writer.transport.get_write_buffer_size()

    async def handle(reader, writer):
        tasks[asyncio.current_task()] = writer
        writers[:] = [one for one in writers if unfinished(one)]
        writers.append(writer)
        try:
            while True:
                line = await reader.readuntil()
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
        for writer in writers:
            writer.transport.abort()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
