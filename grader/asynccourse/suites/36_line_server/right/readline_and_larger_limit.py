"""`readline` with a limit above what is allowed, and a look at its end."""

import asyncio


class Server:
    def __init__(self):
        self.values = {}
        self.open = set()
        self.idle = asyncio.Event()

    async def handle(self, reader, writer):
        self.open.add(writer)
        try:
            while True:
                line = await reader.readline()
                if not line.endswith(b"\n") or len(line) > 100_001:
                    break
                writer.write(self.answer(line.removesuffix(b"\n")))
                await writer.drain()
            writer.close()
            await writer.wait_closed()
        except (ValueError, OSError):
            writer.close()
        finally:
            writer.transport.abort()
            self.open.discard(writer)
            self.idle.set()

    def answer(self, line):
        verb, _, rest = line.partition(b" ")
        key, space, value = rest.partition(b" ")
        if verb == b"GET" and rest and not space:
            return b"VALUE %b\n" % self.values[key] if key in self.values else b"NONE\n"
        if verb == b"SET" and space:
            self.values[key] = value
            return b"OK\n"
        return b"ERROR\n"

    async def close(self):
        for writer in self.open:
            writer.transport.abort()
        while self.open:
            self.idle.clear()
            await self.idle.wait()


async def serve(path):
    server = Server()
    listening = await asyncio.start_unix_server(server.handle, path, limit=200_000)
    try:
        await asyncio.Future()
    finally:
        listening.close()
        await server.close()
