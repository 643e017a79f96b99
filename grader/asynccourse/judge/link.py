"""The judge's end of the wall to one runner."""

from __future__ import annotations

import asyncio

from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.framing import HEADER, body_length, from_runner, pack
from asynccourse.wall.limits import SENT_BYTES
from asynccourse.wall.messages import (
    Advance,
    Call,
    Cancel,
    Finish,
    FromRunner,
    Nudge,
    Reply,
    ToRunner,
)

MESSAGES = 200_000
"""Most messages that a runner may send in one test; the busiest suite sees some thousands."""


class Link:
    """Sends messages and numbers those that the runner's loop acts on; receives strictly."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._received = 0
        self._bytes = 0
        self.seq = 0
        """Number of the last message that the runner's loop must act on."""

    def send(self, message: ToRunner) -> None:
        """Send one message; to a runner that is gone, nothing."""
        if isinstance(message, Reply | Advance | Nudge | Call | Cancel | Finish):
            self.seq += 1
            message.seq = self.seq
        if not self._writer.is_closing():
            self._writer.write(pack(message))

    async def receive(self) -> FromRunner:
        """Receive one message.

        Raises `WallError` on what isn't one, IncompleteReadError or OSError at the end, and
        `Refusal` when there were too many.
        """
        header = await self._reader.readexactly(HEADER.size)
        length = body_length(header)
        self._received += 1
        self._bytes += length
        if self._bytes > SENT_BYTES:
            said = f"it sent more than {SENT_BYTES // 2**20} MiB to the judge in one test"
            raise Refusal("limit_exceeded", said)
        body = await self._reader.readexactly(length)
        if self._received > MESSAGES:
            raise Refusal("limit_exceeded", f"it made more than {MESSAGES:,} calls in one test")
        return from_runner(body)
