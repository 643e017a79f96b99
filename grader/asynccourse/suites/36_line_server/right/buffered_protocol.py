"""A BufferedProtocol: each connection has one buffer, of the size of the longest line."""

import asyncio

LONGEST = 100_000


class Connection(asyncio.BufferedProtocol):
    def __init__(self, values, connections):
        self.values, self.connections = values, connections
        self.buffer = memoryview(bytearray(LONGEST + 1))
        self.filled = 0
        self.paused = self.ended = False
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.connections.add(self)

    def connection_lost(self, exc):
        self.connections.remove(self)
        self.over.set_result(None)

    def get_buffer(self, sizehint):
        return self.buffer[self.filled :]

    def buffer_updated(self, nbytes):
        self.filled += nbytes
        self.answer_lines()

    def eof_received(self):
        self.ended = True
        self.answer_lines()
        return True

    def pause_writing(self):
        self.paused = True

    def resume_writing(self):
        self.paused = False
        self.answer_lines()

    def answer_lines(self):
        got = bytes(self.buffer[: self.filled])
        start = 0
        while not self.paused and (end := got.find(b"\n", start)) >= 0:
            self.transport.write(self.answer(got[start:end]))
            start = end + 1
        left = got[start:]
        self.filled = len(left)
        self.buffer[: self.filled] = left
        if self.paused:
            self.transport.pause_reading()
        elif self.ended or self.filled > LONGEST:
            self.transport.close()
        else:
            self.transport.resume_reading()

    def answer(self, line):
        match line.split(b" ", 2):
            case b"SET", key, value:
                self.values[key] = value
                return b"OK\n"
            case b"GET", key:
                return b"VALUE " + self.values[key] + b"\n" if key in self.values else b"NONE\n"
            case _:
                return b"ERROR\n"


async def serve(path):
    loop = asyncio.get_running_loop()
    values, connections = {}, set()
    server = await loop.create_unix_server(lambda: Connection(values, connections), path)
    try:
        await loop.create_future()
    finally:
        server.close()
        for connection in connections:
            connection.transport.abort()
        await asyncio.gather(*[connection.over for connection in connections])
