"""Each connection has a task that reads and one that answers, and a short queue between them."""

import asyncio
from contextlib import suppress

LONGEST = 100_000


class Conversation:
    def __init__(self, values, reader, writer):
        self.values, self.reader, self.writer = values, reader, writer
        self.requests = asyncio.Queue(3)

    async def run(self):
        try:
            with suppress(ConnectionError):
                reading = asyncio.create_task(self.read())
                try:
                    await self.answer()
                finally:
                    reading.cancel()
                    await asyncio.wait([reading])
                self.writer.close()
                await self.writer.wait_closed()
        finally:
            self.writer.transport.abort()

    async def read(self):
        try:
            while True:
                await self.requests.put(await self.reader.readuntil())
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            await self.requests.put(None)

    async def answer(self):
        while (line := await self.requests.get()) is not None:
            self.writer.write(self.reply(*line[:-1].split(b" ", 2)) + b"\n")
            await self.writer.drain()

    def reply(self, verb, *rest):
        if verb == b"SET" and len(rest) == 2:
            self.values.update([rest])
            return b"OK"
        if verb == b"GET" and len(rest) == 1:
            return b"VALUE " + self.values[rest[0]] if rest[0] in self.values else b"NONE"
        return b"ERROR"


async def serve(path):
    values, tasks = {}, set()

    def connected(reader, writer):
        task = asyncio.ensure_future(Conversation(values, reader, writer).run())
        tasks.add(task)
        task.add_done_callback(tasks.remove)

    server = await asyncio.start_unix_server(connected, path, limit=LONGEST)
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        server.close()
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        raise
