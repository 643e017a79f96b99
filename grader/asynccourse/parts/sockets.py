"""Real websocket clients in the judge, of a server that the submission runs.

They speak the protocol (RFC 6455) themselves: so they take in exactly what they are told to, and
nothing goes over a connection unseen.
"""

from __future__ import annotations

import asyncio
import base64
import os
from pathlib import Path

from asynccourse.judge.wires import Wires
from asynccourse.parts.clients import Client, Clients, connect

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
"""The kinds of frames that are spoken here."""

FINAL, MASKED = 0x80, 0x80
"""Bits of a frame's first and second byte."""


class Socket(Client):
    """One websocket; it keeps the texts that come."""

    def __init__(self, wires: Wires, target: str) -> None:
        super().__init__(wires)
        self.texts: list[str] = []
        """All texts that have come."""
        self.status = 0
        """The status with which the server answered: 101 once it is open."""
        self.close_code = 0
        """The code with which the server closed it; 0 where it said none."""
        self._target = target
        self._rest = bytearray()
        self._leaving = False

    def say(self, text: str) -> None:
        """Send a text."""
        self.send(frame(TEXT, text.encode()))

    def leave(self) -> None:
        """Close it as the protocol says: the server answers, and ends the connection."""
        self._leaving = True
        self.send(frame(CLOSE, (1000).to_bytes(2)))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a websocket."""
        super().connection_made(transport)
        key = base64.b64encode(os.urandom(16)).decode()
        head = [
            f"GET {self._target} HTTP/1.1",
            "Host: localhost",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
        ]
        self.send("\r\n".join([*head, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        """Keep what came, up to the last whole frame."""
        self._rest += data
        if not self.status and b"\r\n\r\n" in self._rest:
            head, _, self._rest = self._rest.partition(b"\r\n\r\n")
            self.status = int(head.split()[1])
        while self.status == 101 and (size := whole_frame(self._rest)):
            self._take(self._rest[0] & 0x0F, payload(self._rest[:size]))
            del self._rest[:size]
        self._wires.stirred()

    def _take(self, kind: int, content: bytes) -> None:
        if kind == TEXT:
            self.texts.append(content.decode())
        elif kind == PING:
            self.send(frame(PONG, content))
        elif kind == CLOSE:
            self.close_code = int.from_bytes(content[:2])
            if not self._leaving:
                self.send(frame(CLOSE, content))


class Sockets(Clients):
    """Connects websockets to one server of the submission's, at a path or a port."""

    async def open(self, where: Path | int, target: str) -> Socket:
        """Connect and ask for the websocket at `target`, such as `/chat`. Raises OSError.

        It is open when its `status` is 101.
        """
        socket = Socket(self._wires, target)
        await connect(self._wires.room, socket, where)
        self.clients.append(socket)
        return socket


def frame(kind: int, content: bytes) -> bytes:
    """Return a client's frame, which is masked as the protocol wants it."""
    size, mask = len(content), os.urandom(4)
    cover = (mask * (size // 4 + 1))[:size]
    covered = (int.from_bytes(content) ^ int.from_bytes(cover)).to_bytes(size)
    if size < 126:
        head = bytes([FINAL | kind, MASKED | size])
    elif size < 2**16:
        head = bytes([FINAL | kind, MASKED | 126]) + size.to_bytes(2)
    else:
        head = bytes([FINAL | kind, MASKED | 127]) + size.to_bytes(8)
    return head + mask + covered


def whole_frame(data: bytearray) -> int:
    """Return the size of the frame that these bytes begin with; 0 where it isn't whole yet."""
    start, size = _measures(data)
    return start + size if start and len(data) >= start + size else 0


def payload(data: bytearray) -> bytes:
    """Return what a server's frame carries: it is not masked."""
    return bytes(data[_measures(data)[0] :])


def _measures(data: bytearray) -> tuple[int, int]:
    """Return where a server's frame has its content, and how much; 0 where that isn't known yet."""
    told = data[1] if len(data) > 1 else 0
    start = {126: 4, 127: 10}.get(told, 2)
    if len(data) < start:
        return 0, 0
    return start, told if start == 2 else int.from_bytes(data[2:start])
