"""A real database server as a submission sees it: over connections that the judge relays.

What the submission sends is passed on as it is, and so are the answers. But the judge reads along:
it counts the connections, and each statement that names what the suite watches is a call of a
service. The server works at once; its answer is held back until the service ends the call. So a
database takes part in rendezvous, gates and virtual time like any other service.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.wires import Flow, Wires, any_moving
from asynccourse.verdicts.refusal import Refusal

CONNECTIONS = 1_000
"""Most connections that a submission may make in one test."""

MESSAGE = 2**20
"""Largest message that is read along, in bytes."""

ASKED = 60
"""Most characters of a statement that stand for what it asked."""

KEPT = 10_000
"""Most characters that are kept of a statement, and of each of its parameters."""


class Dropped(Exception):
    """Raised by a service's result: the connection is cut instead of the answer."""


class TooLong(Exception):
    """A message is longer than any of the course, or there are too many to remember."""


UNREADABLE = (TooLong, ValueError, LookupError, struct.error)
"""What reading a message raises that isn't one."""


class Statement(NamedTuple):
    """One statement that a submission has sent."""

    sql: str
    parameters: tuple[str | None, ...] = ()
    """Those that came beside the SQL, as text where they can be."""


class Talk(Protocol):
    """What is said on one connection, in the language of one kind of server."""

    begun: bool
    """Whether this is known to be a connection that works in the database."""
    over: bool
    """Whether the submission has taken its leave."""
    owed: bool
    """Whether the server has still to answer."""
    key: bytes
    """What another connection cancels this one's statement with; b"" where it can't."""
    cancels: bytes
    """The key of the connection whose statement this one is made to cancel; else b""."""

    def client(self, data: bytes) -> list[Statement]:
        """Read what the submission sent; return the statements in it. Raises `UNREADABLE`."""

    def server(self, data: bytes) -> None:
        """Read what the server sent. Raises `UNREADABLE`."""


class Relay:
    """One database, at a Unix socket. `connections` and `peak` are what it has seen."""

    def __init__(self, wires: Wires, service: Service, watched: str, server: Path) -> None:
        self.connections = 0
        """How many connections were made to the database, ever."""
        self.peak = 0
        """How many of them were open at once, at most."""
        self.server = server
        self.wires = wires
        self._service = service
        self._watched = watched.lower()
        self._lines: set[_Line] = set()
        self._listener: asyncio.Server | None = None
        self._news = 0

    async def start(self, path: Path, talk: Callable[[], Talk]) -> None:
        """Listen at `path`."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_unix_server(lambda: _Line(self, talk()), str(path))

    @property
    def open(self) -> int:
        """How many connections to the database are open now."""
        return sum(line.counted and not line.talk.over for line in self._lines)

    @property
    def descriptors(self) -> int:
        """How many of the submission's descriptors lead here."""
        return len(self._lines)

    def moving(self) -> bool:
        """Whether the server is at work, or anything of ours under way."""
        lines = list(self._lines)
        flows = any_moving([line.flow for line in lines])
        return flows or self._news > 0 or any(line.busy for line in lines)

    def stirred(self) -> None:
        """Note that something went over a line.

        What is known of the runner is void once its nudge has gone, in the loop's next turn; until
        then this is moving, or it could count as idle in between.
        """
        self._news += 1
        self.wires.stirred()
        asyncio.get_running_loop().call_soon(self._told)

    def _told(self) -> None:
        self._news -= 1

    async def close(self) -> None:
        """Listen no more and cut all connections."""
        if self._listener is not None:
            self._listener.close()
        for line in list(self._lines):
            line.cut()

    def joined(self, line: _Line) -> None:
        """Note a connection."""
        self._lines.add(line)
        self.stirred()

    def left(self, line: _Line) -> None:
        """Note the end of a connection."""
        self._lines.discard(line)
        self.stirred()

    def count(self) -> None:
        """Count one more that works in the database."""
        self.connections += 1
        self.peak = max(self.peak, self.open)
        if self.connections > CONNECTIONS:
            told = f"it made more than {CONNECTIONS:,} connections to the database"
            self.wires.refuse(Refusal("limit_exceeded", told))

    def cancel(self, key: bytes) -> None:
        """Cancel the statements of the connection with this key."""
        for line in self._lines:
            if line.talk.key == key:
                line.cancelled()

    def call(
        self, statement: Statement, reply: Callable[[object, Exception | None], None]
    ) -> ServiceCall | None:
        """Call the service for a statement that it watches; `reply` gets the end of it.

        Its last argument is the SQL, with the parameters before it, or else what was asked for.
        """
        place = statement.sql.lower().find(self._watched)
        if place < 0:
            reply(None, None)
            return None
        asked = statement.parameters or (statement.sql[place : place + ASKED],)
        kept = [part if part is None else part[:KEPT] for part in (*asked, statement.sql)]
        return self.wires.call(self._service, tuple(kept), reply)


class _Line(asyncio.Protocol):
    """One connection of the submission's, and the one to the server behind it."""

    def __init__(self, relay: Relay, talk: Talk) -> None:
        self.talk = talk
        self.counted = False
        self.flow: Flow | None = None
        self._relay = relay
        self._client: asyncio.Transport | None = None
        self._server: asyncio.Transport | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._unsent = bytearray()
        """What came before the server's end was there."""
        self._held = bytearray()
        """What the server has answered while calls were open."""
        self._calls: list[ServiceCall] = []
        self._open = 0

    @property
    def busy(self) -> bool:
        """Whether the server has still to do or to say something."""
        return self._server is None or self.talk.owed

    # --------------------------------------------------------------------- the submission's end

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._client, self.flow = transport, Flow(transport)
        self._relay.joined(self)
        self._connecting = asyncio.create_task(self._connect())
        self._count()

    def data_received(self, data: bytes) -> None:
        try:
            statements = self.talk.client(data)
        except UNREADABLE as error:
            self._give_up(error)
            return
        self._count()
        for statement in statements:
            self._ask(statement)
        if self._server is not None:
            self._server.write(data)
        else:
            self._unsent += data
        if self.talk.cancels:
            self._relay.cancel(self.talk.cancels)
        self._relay.stirred()

    def eof_received(self) -> None:
        self.talk.over = True

    def connection_lost(self, exc: Exception | None) -> None:
        self.talk.over = True
        self.cut()
        self._withdraw()
        self._relay.left(self)

    def pause_writing(self) -> None:
        if self._server is not None:
            self._server.pause_reading()

    def resume_writing(self) -> None:
        if self._server is not None:
            self._server.resume_reading()

    def cut(self) -> None:
        """End both connections."""
        if self._connecting is not None:
            self._connecting.cancel()
        for transport in (self._client, self._server):
            if transport is not None:
                transport.abort()

    def cancelled(self) -> None:
        """Hold nothing back any more: the submission doesn't want what it has asked for.

        To the server the statement is one that had just been done when the cancellation came.
        """
        self._withdraw()
        self._open = 0
        self._flush()

    def _withdraw(self) -> None:
        for call in self._calls:
            self._relay.wires.withdraw(call)
        self._calls.clear()

    def _count(self) -> None:
        if self.talk.begun and not self.counted:
            self.counted = True
            self._relay.count()

    def _give_up(self, error: Exception) -> None:
        """Cut what can't be read along, as a server cuts what it can't read."""
        if isinstance(error, TooLong):
            told = "it sent or asked for far more data than any answer needs"
            self._relay.wires.refuse(Refusal("limit_exceeded", told))
        self.cut()

    # -------------------------------------------------------------------------- the server's end

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        path = str(self._relay.server)
        try:
            self._server, _ = await loop.create_unix_connection(lambda: _FromServer(self), path)
        except OSError:
            self.cut()
            return
        self._server.write(bytes(self._unsent))

    def answered(self, data: bytes) -> None:
        """Pass the server's answer on, or hold it while a call is open."""
        try:
            self.talk.server(data)
        except UNREADABLE as error:
            self._give_up(error)
            return
        self._held += data
        self._flush()
        if len(self._held) > MESSAGE and self._server is not None:
            self._server.pause_reading()
        self._relay.stirred()

    def listen(self, listening: bool) -> None:
        """Read what the submission sends, or leave it for later."""
        if self._client is not None:
            (self._client.resume_reading if listening else self._client.pause_reading)()

    def ended(self) -> None:
        """Note that the server has closed its end."""
        self.talk.owed = False
        if self._client is not None:
            self._client.close()
        self._relay.stirred()

    # --------------------------------------------------------------------------------- the calls

    def _ask(self, statement: Statement) -> None:
        self._open += 1
        call = self._relay.call(statement, self._end)
        if call is not None:
            self._calls.append(call)

    def _end(self, _value: object, error: Exception | None) -> None:
        self._open = max(0, self._open - 1)
        if isinstance(error, Dropped):
            self.cut()
        self._flush()
        self._relay.stirred()

    def _flush(self) -> None:
        if not self._open and self._held and self._client is not None:
            held, self._held = bytes(self._held), bytearray()
            if self._server is not None:
                self._server.resume_reading()
            self._client.write(held)  # which pauses the server again where it is too much


class _FromServer(asyncio.Protocol):
    """The server's end of a line."""

    def __init__(self, line: _Line) -> None:
        self._line = line

    def data_received(self, data: bytes) -> None:
        self._line.answered(data)

    def pause_writing(self) -> None:
        self._line.listen(False)

    def resume_writing(self) -> None:
        self._line.listen(True)

    def connection_lost(self, exc: Exception | None) -> None:
        self._line.ended()
