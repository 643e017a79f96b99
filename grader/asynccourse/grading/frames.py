"""Frames between a grader and its judging processes: a length in four bytes, then one message."""

from __future__ import annotations

import struct
from typing import BinaryIO, Final

_HEADER: Final = struct.Struct(">I")


def write(pipe: BinaryIO, message: bytes) -> None:
    """Send one message. Raises OSError where the other end is gone."""
    pipe.write(_HEADER.pack(len(message)) + message)
    pipe.flush()


def read(pipe: BinaryIO) -> bytes:
    """Return the next message. Raises EOFError where there is no whole one any more."""
    (length,) = _HEADER.unpack(_exactly(pipe, _HEADER.size))
    return _exactly(pipe, length)


def _exactly(pipe: BinaryIO, count: int) -> bytes:
    parts = []
    while count:
        part = pipe.read(count)
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
