"""MySQL's protocol, read along: who asks what, and whether an answer is owed.

https://mariadb.com/kb/en/clientserver-protocol/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from asynccourse.parts.talk import MESSAGE, Statement, TooLong

QUIT, QUERY, EXECUTE, CLOSE = 0x01, 0x03, 0x17, 0x19
"""Commands; all others have one packet for an answer, as far as it matters here."""

OK, MORE, FILE, END, ERROR = 0x00, 0x01, 0xFB, 0xFE, 0xFF
"""What the server's packets begin with."""

NO_END_OF_COLUMNS: Final = 1 << 24
"""A capability of clients: no packet stands between the columns and the rows."""

MORE_RESULTS: Final = 8
"""In the server's status: another result follows."""


class MySQLTalk:
    """One connection."""

    def __init__(self) -> None:
        self.begun = True
        self.over = False
        self.owed = True
        self.key = self.cancels = b""
        self._sent = bytearray()
        self._received = bytearray()
        self._read: Callable[[bytes], None] = self._greeting
        """What reads the server's next packet."""
        self._columns = 0
        self._separated = True
        self._in_command = False

    def client(self, data: bytes) -> list[Statement]:
        """Read what the submission sent."""
        self._sent += data
        return [one for number, body in _packets(self._sent) for one in self._asked(number, body)]

    def server(self, data: bytes) -> None:
        """Read what the server sent."""
        self._received += data
        for _, body in _packets(self._received):
            self._read(body)

    def _asked(self, number: int, body: bytes) -> Iterator[Statement]:
        if not self._in_command:
            if number == 1 and len(body) >= 4:
                capabilities = int.from_bytes(body[:4], "little")
                self._separated = not capabilities & NO_END_OF_COLUMNS
            self.owed, self._read = True, self._welcome
        elif number:
            self.owed = True  # more of the same command
        else:
            yield from self._command(body)

    def _command(self, body: bytes) -> Iterator[Statement]:
        command = body[0]
        self.owed = command != CLOSE
        self.over = command == QUIT
        self._read = self._result if command in (QUERY, EXECUTE) else self._one_packet
        if command == QUERY:
            yield Statement(body[1:].decode("utf-8", "backslashreplace"))

    # ------------------------------------------------------------------ what the server says

    def _greeting(self, _body: bytes) -> None:
        self.owed = False

    def _welcome(self, body: bytes) -> None:
        """It lets the client in or not, or asks for more."""
        self._in_command = body[0] == OK
        # What begins with 1 and 3 announces the welcome; otherwise it is the client's turn.
        self.owed = body[:2] == b"\1\3"

    def _one_packet(self, _body: bytes) -> None:
        self.owed = False

    def _result(self, body: bytes) -> None:
        if body[0] in (OK, ERROR):
            self._ended(body)
        elif body[0] == FILE:
            self.owed = False  # it wants a file of the client's
        else:
            self._columns = _number(body, 0)[0]
            self._read = self._column

    def _column(self, body: bytes) -> None:
        if not self._separated:
            self._columns -= 1
        if body[0] == ERROR:
            self._ended(body)
        elif _is_end(body) if self._separated else not self._columns:
            self._read = self._row

    def _row(self, body: bytes) -> None:
        if body[0] == ERROR or _is_end(body) or (not self._separated and body[0] == END):
            self._ended(body)

    def _ended(self, body: bytes) -> None:
        self.owed = bool(_status(body, self._separated) & MORE_RESULTS)
        self._read = self._result


def _packets(buffer: bytearray) -> Iterator[tuple[int, bytes]]:
    """Take whole packets off the buffer, with their numbers. Raises `TooLong`."""
    while len(buffer) >= 4:
        length = int.from_bytes(buffer[:3], "little")
        if length > MESSAGE:
            raise TooLong
        if len(buffer) < 4 + length:
            return
        number, body = buffer[3], bytes(buffer[4 : 4 + length])
        del buffer[: 4 + length]
        yield number, body


def _is_end(body: bytes) -> bool:
    return body[0] == END and len(body) < 9


def _status(body: bytes, separated: bool) -> int:
    """Return the server's status of the packet that ends a result."""
    if body[0] == ERROR:
        return 0
    place = 3  # behind the number of warnings
    if not (separated and _is_end(body)):
        place = _number(body, _number(body, 1)[1])[1]  # behind those of rows and of the last id
    return int.from_bytes(body[place : place + 2], "little")


def _number(body: bytes, place: int) -> tuple[int, int]:
    """Return a number of variable length, and the place behind it."""
    size = {0xFC: 2, 0xFD: 3, 0xFE: 8}.get(body[place], 0)
    if not size:
        return body[place], place + 1
    return int.from_bytes(body[place + 1 : place + 1 + size], "little"), place + 1 + size
