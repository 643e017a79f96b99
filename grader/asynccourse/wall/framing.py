"""Frames: a length in four bytes, then one message. The only bytes on the wall.

Both directions have a strict decoder of their own, so that a runner can't say what only the judge
may say.
"""

import struct
from typing import Final, TypeVar

import msgspec

from asynccourse.wall.limits import FRAME_BYTES
from asynccourse.wall.messages import FromRunner, ToRunner

T = TypeVar("T")

HEADER: Final = struct.Struct(">I")

_encoder: Final = msgspec.msgpack.Encoder()
_to_runner: Final[msgspec.msgpack.Decoder[ToRunner]] = msgspec.msgpack.Decoder(ToRunner)
_from_runner: Final[msgspec.msgpack.Decoder[FromRunner]] = msgspec.msgpack.Decoder(FromRunner)


class WallError(Exception):
    """What came over the wall is not a message: malformed, oversized or out of place."""


def pack(message: ToRunner | FromRunner) -> bytes:
    """Return the frame of one message. Raises `WallError` where it is too large."""
    body = _encoder.encode(message)
    if len(body) > FRAME_BYTES:
        raise WallError(f"a message of {len(body)} bytes is over the limit of {FRAME_BYTES}")
    return HEADER.pack(len(body)) + body


def body_length(header: bytes) -> int:
    """Return the length in a frame's header. Raises `WallError` where it is over the limit."""
    (length,) = HEADER.unpack(header)
    if length > FRAME_BYTES:
        raise WallError(f"a message of {length} bytes is over the limit of {FRAME_BYTES}")
    return int(length)


def from_runner(body: bytes) -> FromRunner:
    """Decode what a runner sent. Raises `WallError` on anything that isn't a runner's message."""
    return _decode(_from_runner, body)


def to_runner(body: bytes) -> ToRunner:
    """Decode what the judge sent. Raises `WallError` on anything that isn't a judge's message."""
    return _decode(_to_runner, body)


def _decode(decoder: msgspec.msgpack.Decoder[T], body: bytes) -> T:
    try:
        return decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise WallError(f"not a message: {error}") from None
