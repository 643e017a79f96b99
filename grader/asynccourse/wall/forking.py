"""What the judge and its zygote say to each other on a socket, descriptors beside the words.

The zygote is ours and trusted, but the two are different processes all the same, so this too is
decoded strictly.
"""

from __future__ import annotations

import socket
from typing import Final, TypeAlias

import msgspec

from asynccourse.wall.framing import HEADER, body_length

WATCHDOG: Final = "course-watchdog"
"""What the system calls that thread of a runner which wakes all the time; 15 bytes at most."""


class Confine(msgspec.Struct, tag="confine", forbid_unknown_fields=True):
    """Confine every runner from now on, before it runs anything."""

    listable: list[str]
    """Of which folders the names in them may be read, and below."""
    readable: list[str]
    """What may be read and executed, with all below it; without any path, whatever is there."""
    writable: list[str]
    """What may be written too."""
    user: int | None
    """Whom the runner becomes; None for the zygote's own user."""
    processes: int | None
    """How many processes and threads that user may have; None for any number."""


class Fork(msgspec.Struct, tag="fork", forbid_unknown_fields=True):
    """Import `preload`, then fork a runner onto the two descriptors that come along."""

    preload: list[str]
    room: str
    """The runner's own folder, where it starts."""


class Dial(msgspec.Struct, tag="dial", forbid_unknown_fields=True):
    """Make a TCP socket in the runners' network, for the judge to listen or connect with."""


class End(msgspec.Struct, tag="end", forbid_unknown_fields=True):
    """Kill the runner's group and all that escaped it; first wait `grace` seconds for its end."""

    pid: int
    grace: float


class Done(msgspec.Struct, tag="done", forbid_unknown_fields=True):
    """What was asked is done; a socket that was asked for comes along."""


class Forked(msgspec.Struct, tag="forked", forbid_unknown_fields=True):
    """The new runner's process id, as the zygote knows it; on Linux a pidfd comes along."""

    pid: int


class Ended(msgspec.Struct, tag="ended", forbid_unknown_fields=True):
    """The runner is gone. `status` is its exit status, or minus the signal that ended it.

    `killed` says that it was alive until the zygote killed it.
    """

    status: int
    killed: bool


class Failed(msgspec.Struct, tag="failed", forbid_unknown_fields=True):
    """The zygote could not do what it was asked."""

    reason: str


ToZygote: TypeAlias = Confine | Fork | Dial | End
FromZygote: TypeAlias = Done | Forked | Ended | Failed

to_zygote: Final[msgspec.msgpack.Decoder[ToZygote]] = msgspec.msgpack.Decoder(ToZygote)
from_zygote: Final[msgspec.msgpack.Decoder[FromZygote]] = msgspec.msgpack.Decoder(FromZygote)


def tell(control: socket.socket, message: ToZygote | FromZygote, fds: list[int]) -> None:
    """Send one message and the descriptors that go with it. Raises OSError."""
    body = msgspec.msgpack.encode(message)
    socket.send_fds(control, [HEADER.pack(len(body)) + body], fds)


def hear(control: socket.socket) -> tuple[bytes, list[int]]:
    """Receive one message's body and descriptors. Raises EOFError and OSError.

    Descriptors come with the first byte of their message, so no byte of the next one is read.
    """
    header, fds, _, _ = socket.recv_fds(control, HEADER.size, 2)
    header += _exactly(control, HEADER.size - len(header))
    return _exactly(control, body_length(header)), fds


def _exactly(control: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = control.recv(count - len(data))
        if not more:
            raise EOFError("the other side has closed")
        data += more
    return data
