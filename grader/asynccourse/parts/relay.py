"""A real database server as a submission sees it: over connections that the judge relays.

What the submission sends is passed on as it is, and so are the answers. But the judge reads along:
it counts the connections, and each statement that names what the suite watches is a call of a
service. The server works at once; its answer is held back until the service ends the call. So a
database takes part in rendezvous, gates and virtual time like any other service.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.wires import Wires, any_moving
from asynccourse.parts.line import Dropped, Line
from asynccourse.parts.talk import KEPT, Statement, Talk
from asynccourse.verdicts.refusal import Refusal

__all__ = ["Dropped", "Relay"]

CONNECTIONS = 1_000
"""Most connections that a submission may make in one test."""

ASKED = 60
"""Most characters of a statement that stand for what it asked."""


class Relay:
    """One database, at a Unix socket. `connections` and `peak` are what it has seen."""

    dsn: str
    """Where it is, as a submission is told."""

    def __init__(self, wires: Wires, service: Service, watched: str, server: Path) -> None:
        self.connections = 0
        """How many connections were made to the database, ever."""
        self.peak = 0
        """How many of them were open at once, at most."""
        self.server = server
        self.wires = wires
        self._service = service
        # SQL may have spaces before a bracket.
        pattern = re.escape(watched).replace(r"\(", r"\s*\(")
        self._watched = re.compile(pattern, re.IGNORECASE)
        self._lines: set[Line] = set()
        self._listener: asyncio.Server | None = None
        self._news = 0

    async def start(self, path: Path, talk: Callable[[], Talk]) -> None:
        """Listen at `path`."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_unix_server(lambda: Line(self, talk()), str(path))
        self.wires.room.open_socket(path)

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

    def joined(self, line: Line) -> None:
        """Note a connection."""
        self._lines.add(line)
        self.stirred()

    def left(self, line: Line) -> None:
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
        found = self._watched.search(statement.sql)
        if found is None:
            reply(None, None)
            return None
        place = found.start()
        asked = statement.parameters or (statement.sql[place : place + ASKED],)
        kept = [part if part is None else part[:KEPT] for part in (*asked, statement.sql)]
        return self.wires.call(self._service, tuple(kept), reply)
