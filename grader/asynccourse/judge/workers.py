"""Where the worker processes of a submission reach the judge: each call with its true process."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable

from asynccourse.judge import told
from asynccourse.judge.link import Link
from asynccourse.judge.switchboard import Switchboard
from asynccourse.sandbox.ground import Room
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.framing import WallError
from asynccourse.wall.messages import ServiceCall

_CREDENTIALS = struct.Struct("3i")


class Workers:
    """A Unix socket that the runner can reach. The kernel says which process is at the far end."""

    def __init__(
        self,
        room: Room,
        switchboard: Switchboard,
        heard: Callable[[], None],
        refuse: Callable[[Refusal], None],
    ) -> None:
        self._switchboard = switchboard
        self._heard = heard
        self._refuse = refuse
        self._room = room
        self._server: asyncio.Server | None = None

    async def open(self) -> str:
        """Listen, and return the address."""
        address = self._room.place() / "judge"
        self._server = await asyncio.start_unix_server(self._serve, address)
        self._room.open_socket(address)
        return str(address)

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = Link(reader, writer)
        process = _process_of(writer.get_extra_info("socket"))
        try:
            while isinstance(message := await link.receive(), ServiceCall):
                self._switchboard.take(message, link, process)
                self._heard()
            self._refuse(told.broken_wall("a worker process sent what only the runner may"))
        except (asyncio.IncompleteReadError, OSError):
            pass
        except WallError as error:
            self._refuse(told.broken_wall(str(error)))
        except Refusal as refusal:
            self._refuse(refusal)
        finally:
            self._switchboard.forget(link)
            writer.close()


def _process_of(connection: socket.socket) -> int:
    """Return the id of the process at the other end; -1 where the system can't say."""
    if not hasattr(socket, "SO_PEERCRED"):
        return -1
    data = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return int(_CREDENTIALS.unpack(data)[0])
