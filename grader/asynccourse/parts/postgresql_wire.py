"""PostgreSQL's protocol, version 3, read along: who asks what, and whether an answer is owed.

https://www.postgresql.org/docs/current/protocol-message-formats.html
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from asynccourse.parts.talk import KEPT, MESSAGE, Statement, TooLong

SECURE = {80877103, 80877104}
"""Codes that ask for TLS or GSSAPI, which there is none of on a Unix socket."""

NOTHING = Statement("")

STATEMENTS = 2_000
"""Most statements and portals that one connection may prepare."""

CANCEL = 80877102
"""The code of a connection that is made only to cancel another one's statement."""


class PostgresTalk:
    """One connection."""

    def __init__(self) -> None:
        self.begun = False
        self.over = False
        self.key = self.cancels = b""
        self._greeted = False
        self._answers = 0
        """How many times the server has yet to say that it is ready."""
        self._flushed = False
        self._sent = bytearray()
        self._received = bytearray()
        self._prepared: dict[bytes, Statement] = {}
        """By S and the name of a statement, or P and that of a portal, as Close names them."""

    @property
    def owed(self) -> bool:
        """Whether the server has still to answer."""
        return self._answers > 0 or self._flushed

    @owed.setter
    def owed(self, _owed: bool) -> None:
        self._answers, self._flushed = 0, False

    def client(self, data: bytes) -> list[Statement]:
        """Read what the submission sent."""
        self._sent += data
        if not self._greeted:
            self._greet()
        if not self._greeted:
            return []
        return [one for kind, body in _messages(self._sent) for one in self._read(kind, body)]

    def server(self, data: bytes) -> None:
        """Read what the server sent."""
        self._flushed = False
        if not self._greeted:
            return  # one letter, which says that there is no TLS
        self._received += data
        for kind, body in _messages(self._received):
            if kind == b"K":
                self.key = body
            if kind == b"Z":
                self._answers = max(0, self._answers - 1)

    def _greet(self) -> None:
        """Read the first message, which alone has no kind."""
        if len(self._sent) < 8:
            return
        length, code = struct.unpack_from("!II", self._sent)
        if length > MESSAGE:
            raise TooLong
        if len(self._sent) < length:
            return
        body = bytes(self._sent[8:length])
        del self._sent[:length]
        self._greeted = code not in SECURE
        self.cancels = body if code == CANCEL else b""
        self._flushed = not self._greeted or code == CANCEL
        self.begun = self._greeted and code != CANCEL
        self._answers += self.begun

    def _read(self, kind: bytes, body: bytes) -> Iterator[Statement]:
        if kind in (b"Q", b"S", b"F"):
            self._answers += 1
        if kind == b"Q":
            yield Statement(_text(body.rstrip(b"\0")))
        elif kind == b"E":
            # Executed again, a portal gives more rows of the same statement.
            yield self._prepared.pop(b"P" + body.split(b"\0", 1)[0], NOTHING)
        elif kind == b"H":
            self._flushed = True
        elif kind == b"X":
            self.over = self._flushed = True  # it is owed the end of the connection
        else:
            self._prepare(kind, body)

    def _prepare(self, kind: bytes, body: bytes) -> None:
        if kind == b"P":
            name, text, _ = body.split(b"\0", 2)
            self._remember(b"S" + name, Statement(_text(text)[:KEPT]))
        elif kind == b"B":
            portal, name, rest = body.split(b"\0", 2)
            sql = self._prepared.get(b"S" + name, NOTHING).sql
            self._remember(b"P" + portal, Statement(sql, tuple(_parameters(rest))))
        elif kind == b"C":
            self._prepared.pop(body.rstrip(b"\0"), None)

    def _remember(self, name: bytes, statement: Statement) -> None:
        self._prepared[name] = statement
        if len(self._prepared) > STATEMENTS:
            raise TooLong


def _messages(buffer: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """Take whole messages off the buffer. Raises `TooLong`."""
    while len(buffer) >= 5:
        length = struct.unpack_from("!I", buffer, 1)[0]
        if not 4 <= length <= MESSAGE:
            raise TooLong
        if len(buffer) < 1 + length:
            return
        kind, body = bytes(buffer[:1]), bytes(buffer[5 : 1 + length])
        del buffer[: 1 + length]
        yield kind, body


def _parameters(rest: bytes) -> Iterator[str | None]:
    """Yield the parameters of a Bind message, as text where they can be."""
    formats, place = struct.unpack_from("!H", rest)[0], 2
    place += 2 * formats
    count = struct.unpack_from("!H", rest, place)[0]
    place += 2
    for _ in range(count):
        length = struct.unpack_from("!i", rest, place)[0]
        place += 4
        if length < 0:
            yield None
            continue
        yield _text(rest[place : place + length])[:KEPT]
        place += length


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")
