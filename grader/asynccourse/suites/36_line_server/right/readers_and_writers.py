"""No transports, no tasks: `add_reader`, `add_writer`, and a generator that takes lines apart."""

import asyncio
import socket
from itertools import takewhile
from pathlib import Path

LONGEST = 100_000


def lines():
    """Take pieces; give the whole lines, and whether the connection can go on."""
    rest, good, fine = b"", [], True
    while True:
        piece = yield good, fine
        *whole, rest = (rest + piece).split(b"\n")
        good = list(takewhile(lambda line: len(line) <= LONGEST, whole))
        fine = piece != b"" and len(good) == len(whole) and len(rest) <= LONGEST


class Client:
    def __init__(self, sock, values, clients):
        self.loop = asyncio.get_running_loop()
        self.sock, self.values, self.clients = sock, values, clients
        self.lines = lines()
        next(self.lines)
        self.requests, self.unsent = [], b""
        clients.add(self)
        self.loop.add_reader(sock, self.readable)

    def readable(self):
        try:
            self.requests, self.fine = self.lines.send(self.sock.recv(8192))
        except BlockingIOError:
            return
        except OSError:
            self.close()
        else:
            self.go_on()

    def go_on(self):
        try:
            while self.unsent or self.requests:
                self.unsent = self.unsent or self.answer(*self.requests.pop(0).split(b" ", 2))
                self.unsent = self.unsent[self.sock.send(self.unsent) :]
        except BlockingIOError:
            self.loop.remove_reader(self.sock)
            self.loop.add_writer(self.sock, self.go_on)
        except OSError:
            self.close()
        else:
            self.loop.remove_writer(self.sock)
            if self.fine:
                self.loop.add_reader(self.sock, self.readable)
            else:
                self.close()

    def answer(self, verb, *words):
        if verb == b"SET" and len(words) == 2:
            self.values[words[0]] = words[1]
            return b"OK\n"
        if verb == b"GET" and len(words) == 1:
            return (
                b"VALUE " + self.values[words[0]] + b"\n" if words[0] in self.values else b"NONE\n"
            )
        return b"ERROR\n"

    def close(self):
        self.clients.discard(self)
        self.loop.remove_reader(self.sock)
        self.loop.remove_writer(self.sock)
        self.sock.close()


async def serve(path):
    loop = asyncio.get_running_loop()
    values, clients = {}, set()
    Path(path).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        listening.setblocking(False)

        def accept():
            try:
                sock, _ = listening.accept()
            except BlockingIOError:
                return
            sock.setblocking(False)
            Client(sock, values, clients)

        loop.add_reader(listening, accept)
        try:
            await loop.create_future()
        finally:
            loop.remove_reader(listening)
            for client in list(clients):
                client.close()
