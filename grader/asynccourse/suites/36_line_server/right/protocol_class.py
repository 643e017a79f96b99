"""A Protocol: it stops to read, and to answer, while its client takes nothing."""

import asyncio

LONGEST = 100_000


class Connection(asyncio.Protocol):
    def __init__(self, values, connections):
        self.values, self.connections = values, connections
        self.buffer = bytearray()
        self.full = self.ended = False

    def connection_made(self, transport):
        self.transport = transport
        self.connections.add(transport)

    def connection_lost(self, error):
        self.connections.discard(self.transport)

    def data_received(self, data):
        self.buffer += data
        self.work()

    def eof_received(self):
        self.ended = True
        self.work()
        return True

    def pause_writing(self):
        self.full = True
        self.transport.pause_reading()

    def resume_writing(self):
        self.full = False
        self.work()
        if not self.full and not self.transport.is_closing():
            self.transport.resume_reading()

    def work(self):
        while not self.full and not self.transport.is_closing():
            end = self.buffer.find(b"\n", 0, LONGEST + 1)
            if end < 0:
                if len(self.buffer) > LONGEST or self.ended:
                    self.transport.close()
                return
            line = bytes(self.buffer[:end])
            del self.buffer[: end + 1]
            self.transport.write(self.answer(line) + b"\n")

    def answer(self, line):
        command, *rest = line.split(b" ", 2)
        if command == b"SET" and len(rest) == 2:
            self.values[rest[0]] = rest[1]
            return b"OK"
        if command == b"GET" and len(rest) == 1:
            value = self.values.get(rest[0])
            return b"NONE" if value is None else b"VALUE " + value
        return b"ERROR"


async def serve(path):
    values, connections = {}, set()
    loop = asyncio.get_running_loop()
    server = await loop.create_unix_server(lambda: Connection(values, connections), path)
    try:
        await asyncio.Event().wait()
    finally:
        server.close()
        for transport in list(connections):
            transport.abort()
