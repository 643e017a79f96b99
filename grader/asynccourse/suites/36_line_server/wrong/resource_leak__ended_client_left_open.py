"""Ends the tasks of the connections, but a client that had ended, and didn't read, has none any more."""

import asyncio


def answer(values, request):
    match request.split(b" ", 2):
        case [b"SET", key, value]:
            values[key] = value
            return b"OK"
        case [b"GET", key]:
            return b"VALUE " + values[key] if key in values else b"NONE"
    return b"ERROR unknown request"


async def serve(path):
    values, tasks = {}, set()

    async def handle(reader, writer):
        task = asyncio.current_task()
        tasks.add(task)
        try:
            while True:
                line = await reader.readuntil()
                writer.write(answer(values, line[:-1]) + b"\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            writer.close()
        finally:
            tasks.discard(task)
            if not writer.is_closing():
                writer.transport.abort()

    server = await asyncio.start_unix_server(handle, path, limit=100_000)
    try:
        await asyncio.Event().wait()
    finally:
        server.close()
        left = list(tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
