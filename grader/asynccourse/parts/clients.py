"""Real clients in the judge, of a server that the submission runs."""

from __future__ import annotations

import asyncio
import select
from pathlib import Path

from asynccourse.judge.wires import Flow, Wires, any_moving
from asynccourse.parts import files
from asynccourse.sandbox.ground import Room
from asynccourse.verdicts.refusal import Refusal

ATTEMPTS, PAUSE = 100, 0.05
"""How often, and after how many seconds, a connection is tried that is refused."""


MOST_BYTES = 16 * 2**20
"""Most bytes that a server may send over one connection."""


class Client(asyncio.Protocol):
    """One connection to the submission's server; it keeps what comes."""

    def __init__(self, wires: Wires) -> None:
        self._received = bytearray()
        self.ended = False
        """Whether the server has ended its side, or the whole connection."""
        self.transport: asyncio.Transport
        self._wires = wires
        self._flow: Flow | None = None

    @property
    def received(self) -> bytes:
        """All that has come."""
        return bytes(self._received)

    @property
    def lines(self) -> list[bytes]:
        """The whole lines that have come, without their ends."""
        return self.received.split(b"\n")[:-1]

    def send(self, data: bytes) -> None:
        """Send bytes; what doesn't fit into the connection now goes later."""
        self.transport.write(data)
        self._wires.stirred()

    def stop_reading(self) -> None:
        """Be slow: take nothing more in until told to."""
        self.transport.pause_reading()

    def read_on(self) -> None:
        """Take in again what comes."""
        self.transport.resume_reading()
        self._wires.stirred()

    def end(self) -> None:
        """Say that nothing more will be sent; what comes is still read."""
        self.transport.write_eof()
        self._wires.stirred()

    def close(self) -> None:
        """Close the connection as a client does that has what it wanted."""
        self.transport.close()
        self._wires.stirred()

    def abort(self) -> None:
        """Be gone, with whatever was still to be sent or read."""
        self.transport.abort()
        self._wires.stirred()

    @property
    def unsent(self) -> int:
        """How many bytes wait to be sent, because the server doesn't read."""
        return self.transport.get_write_buffer_size()

    @property
    def hung_up(self) -> bool:
        """Whether the server has ended the connection, also where it isn't read from."""
        if self.ended:
            return True
        poll = select.poll()
        ended = getattr(select, "POLLRDHUP", select.POLLHUP)  # the first one only Linux has
        poll.register(self.transport.get_extra_info("socket").fileno(), ended)
        return bool(poll.poll(0))

    @property
    def flow(self) -> Flow | None:
        """What of ours is under way; None without a connection."""
        return self._flow

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Be connected."""
        assert isinstance(transport, asyncio.Transport)
        self.transport, self._flow = transport, Flow(transport)
        self._wires.stirred()

    def data_received(self, data: bytes) -> None:
        """Keep what came."""
        self._received += data
        if len(self._received) > MOST_BYTES:
            self.transport.abort()
            told = f"it sent more than {MOST_BYTES // 2**20} MiB over one connection"
            self._wires.refuse(Refusal("limit_exceeded", told))
        self._wires.stirred()

    def eof_received(self) -> bool:
        """Note the server's end; keep our side open."""
        self.ended = True
        self._wires.stirred()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Note the end of the connection."""
        self.ended, self._flow = True, None
        self._wires.stirred()


class Clients:
    """Connects to one server of the submission's, at a path or a port."""

    def __init__(self, wires: Wires) -> None:
        self.clients: list[Client] = []
        self._wires = wires
        wires.add(self)

    async def connect(self, where: Path | int) -> Client:
        """Connect to a Unix socket, or to a port on 127.0.0.1. Raises OSError."""
        client = Client(self._wires)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                await connect(self._wires.room, client, where)
                break
            except ConnectionRefusedError:  # there is an address already, and nobody listens yet
                if attempt == ATTEMPTS:
                    raise
            await asyncio.sleep(PAUSE)
        self.clients.append(client)
        return client

    @property
    def descriptors(self) -> int:
        """How many of the server's descriptors lead to us: connections, and where it listens."""
        return sum(client.flow is not None for client in self.clients) + bool(self.clients)

    def moving(self) -> bool:
        """Whether anything of ours is under way."""
        return any_moving(client.flow for client in self.clients)

    async def close(self) -> None:
        """Cut all connections."""
        for client in self.clients:
            client.transport.abort()


async def connect(room: Room, client: asyncio.Protocol, where: Path | int) -> None:
    """Connect to a Unix socket, or to a port on 127.0.0.1 of the runner's. Raises OSError."""
    loop = asyncio.get_running_loop()
    if isinstance(where, Path):
        with files.socket_at(where) as path:
            await loop.create_unix_connection(lambda: client, path)
        return
    connection = room.socket()
    connection.setblocking(False)
    try:
        await loop.sock_connect(connection, ("127.0.0.1", where))
    except BaseException:
        connection.close()
        raise
    await loop.create_connection(lambda: client, sock=connection)
