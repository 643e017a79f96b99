"""One connection of a submission's to a database, and the one to the server behind it."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from asynccourse.judge.services import ServiceCall
from asynccourse.judge.wires import Flow
from asynccourse.parts.talk import MESSAGE, UNREADABLE, Statement, Talk, TooLong
from asynccourse.verdicts.refusal import Refusal

if TYPE_CHECKING:
    from asynccourse.parts.relay import Relay


class Dropped(Exception):
    """Raised by a service's result: the connection is cut instead of the answer."""


class Line(asyncio.Protocol):
    """Passes on what is said, and holds back the answers to statements that a service holds."""

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
        self._waiting: deque[Statement] = deque()
        """What was sent before earlier statements had their answers: they are done in turn."""
        self._call: ServiceCall | None = None
        self._open = self._in_turn = False

    @property
    def busy(self) -> bool:
        """Whether the server has still to do or to say something."""
        return self._server is None or self.talk.owed

    # --------------------------------------------------------------------- the submission's end

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note a new connection, and make the one behind it."""
        assert isinstance(transport, asyncio.Transport)
        self._client, self.flow = transport, Flow(transport)
        self._relay.joined(self)
        self._connecting = asyncio.create_task(self._connect())
        self._count()

    def data_received(self, data: bytes) -> None:
        """Read along, and pass on what the submission sent."""
        try:
            statements = self.talk.client(data)
        except UNREADABLE as error:
            self._give_up(error)
            return
        self._count()
        self._waiting += statements
        self._ask()
        if self._server is not None:
            self._server.write(data)
        else:
            self._unsent += data
        if self.talk.cancels:
            self._relay.cancel(self.talk.cancels)
        self._relay.stirred()

    def eof_received(self) -> None:
        """Note that the submission says no more."""
        self.talk.over = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the submission's end is gone."""
        self.talk.over = True
        self.cut()
        self._withdraw()
        self._relay.left(self)

    def pause_writing(self) -> None:
        """Let the server wait until the submission has read."""
        if self._server is not None:
            self._server.pause_reading()

    def resume_writing(self) -> None:
        """Hear the server again."""
        if self._server is not None:
            self._server.resume_reading()

    def cut(self) -> None:
        """End both connections."""
        self._waiting.clear()
        if self._connecting is not None:
            self._connecting.cancel()
        for transport in (self._client, self._server):
            if transport is not None:
                transport.abort()

    def cancelled(self) -> None:
        """Hold nothing back any more: the submission doesn't want what it has asked for.

        To the server the statement is one that had just been done when the cancellation came.
        """
        self._waiting.clear()
        self._withdraw()
        self._open = False
        self._flush()

    def _withdraw(self) -> None:
        if self._call is not None:
            self._relay.wires.withdraw(self._call)

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

    def _ask(self) -> None:
        """Make the next statement a call, unless one is open: a connection runs one at a time."""
        if self._in_turn:
            return  # a call that ends at once is followed by the loop below
        self._in_turn = True
        while self._waiting and not self._open:
            self._open = True
            self._call = self._relay.call(self._waiting.popleft(), self._end)
        self._in_turn = False

    def _end(self, _value: object, error: Exception | None) -> None:
        self._open = False
        if isinstance(error, Dropped):
            self.cut()
        self._ask()
        self._flush()
        self._relay.stirred()

    def _flush(self) -> None:
        if not (self._open or self._waiting) and self._held and self._client is not None:
            held, self._held = bytes(self._held), bytearray()
            if self._server is not None:
                self._server.resume_reading()
            self._client.write(held)  # which pauses the server again where it is too much


class _FromServer(asyncio.Protocol):
    """The server's end of a line."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def data_received(self, data: bytes) -> None:
        self._line.answered(data)

    def pause_writing(self) -> None:
        self._line.listen(False)

    def resume_writing(self) -> None:
        self._line.listen(True)

    def connection_lost(self, exc: Exception | None) -> None:
        self._line.ended()
