"""`Server.abort_clients` where there is one (3.13), and `serve_forever` may wait for them then."""

import asyncio
import sys


class LineServer:
    def __init__(self):
        self.values = {}
        self.writers = {}

    def connected(self, reader, writer):
        task = asyncio.create_task(self.talk(reader, writer))
        self.writers[task] = writer
        task.add_done_callback(self.writers.pop)

    async def talk(self, reader, writer):
        try:
            async for line in reader:
                if line[-1:] == b"\n":
                    writer.write(self.answer(line[:-1]) + b"\n")
                    await writer.drain()
        except ValueError:
            pass
        except ConnectionError:
            writer.transport.abort()
        try:
            writer.close()
            await writer.wait_closed()
        except ConnectionError:
            pass

    def answer(self, line):
        if line.startswith(b"SET ") and line.count(b" ") > 1:
            _, key, value = line.split(b" ", 2)
            self.values[key] = value
            return b"OK"
        if line.startswith(b"GET ") and line.count(b" ") == 1:
            value = self.values.get(line[4:])
            return b"NONE" if value is None else b"VALUE " + value
        return b"ERROR"

    def abort(self, server):
        server.close()
        if sys.version_info >= (3, 13):
            server.abort_clients()
        else:
            for writer in self.writers.values():
                writer.transport.abort()


async def serve(path):
    lines = LineServer()
    server = await asyncio.start_unix_server(lines.connected, path, limit=100_000)
    serving = asyncio.create_task(server.serve_forever())
    try:
        await asyncio.wait([serving])
    finally:
        lines.abort(server)
        await asyncio.gather(serving, *lines.writers, return_exceptions=True)
