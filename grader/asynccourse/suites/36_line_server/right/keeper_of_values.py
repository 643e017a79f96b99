"""One task keeps the values; connections ask it by a queue, with a future for each answer."""

import asyncio
from contextlib import suppress


async def keep(requests):
    values = {}
    while True:
        line, answer = await requests.get()
        match line.split(b" ", 2):
            case [b"SET", key, value]:
                values[key] = value
                text = b"OK"
            case [b"GET", key]:
                text = b"VALUE " + values[key] if key in values else b"NONE"
            case _:
                text = b"ERROR"
        if not answer.done():
            answer.set_result(text)


async def talk(requests, reader, writer):
    writer.transport.set_write_buffer_limits(0)
    loop = asyncio.get_running_loop()
    try:
        while True:
            line = await reader.readuntil(b"\n")
            answer = loop.create_future()
            await requests.put((line[:-1], answer))
            writer.write(await answer + b"\n")
            await writer.drain()
    except (EOFError, asyncio.LimitOverrunError):
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
    except OSError:
        pass
    finally:
        writer.transport.abort()


async def serve(path):
    requests = asyncio.Queue(1)
    starting = asyncio.Queue()
    server = await asyncio.start_unix_server(
        lambda *streams: starting.put_nowait(streams), path, limit=100_000
    )
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(keep(requests))
            while True:
                reader, writer = await starting.get()
                group.create_task(talk(requests, reader, writer))
    finally:
        server.close()
        while not starting.empty():
            starting.get_nowait()[1].transport.abort()
