"""Reads pieces and puts the lines together itself."""

import asyncio
import contextlib

LONGEST = 100_000


async def lines(reader):
    rest = b""
    while piece := await reader.read(16_384):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            if len(line) > LONGEST:
                return
            yield line
        if len(rest) > LONGEST:
            return


async def serve(path):
    store = {}
    writers = {}

    async def handle(reader, writer):
        writers[asyncio.current_task()] = writer
        try:
            async with contextlib.aclosing(lines(reader)) as requests:
                async for request in requests:
                    words = request.split(b" ", maxsplit=2)
                    if len(words) == 3 and words[0] == b"SET":
                        store[words[1]] = words[2]
                        writer.write(b"OK\n")
                    elif len(words) == 2 and words[0] == b"GET":
                        value = store.get(words[1])
                        writer.write(b"NONE\n" if value is None else b"VALUE " + value + b"\n")
                    else:
                        writer.write(b"ERROR what?\n")
                    await writer.drain()
            writer.close()
            await writer.wait_closed()
        except OSError:
            pass
        finally:
            writer.transport.abort()
            del writers[asyncio.current_task()]

    server = await asyncio.start_unix_server(handle, path)
    try:
        await asyncio.sleep(float("inf"))
    finally:
        server.close()
        for writer in writers.values():
            writer.transport.abort()
        tasks = list(writers)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
