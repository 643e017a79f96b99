"""What is said on one connection to a database, read along: for each kind of server its own."""

from __future__ import annotations

import struct
from typing import NamedTuple, Protocol

MESSAGE = 2**20
"""Largest message that is read along, in bytes."""

KEPT = 10_000
"""Most characters that are kept of a statement, and of each of its parameters."""


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
