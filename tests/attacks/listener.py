"""Somebody to connect to: notes who did, over TCP, UDP and an abstract Unix socket."""

from __future__ import annotations

import os
import selectors
import socket
import threading
from types import TracebackType
from typing import Self


class Listener:
    """Listens on every address of this machine; whoever connects says its name."""

    def __init__(self, mark: str) -> None:
        self.heard = b""
        """All that was said."""
        self.abstract = f"\0{mark}"
        self._selector = selectors.DefaultSelector()
        self._woken, self._wake = os.pipe()
        self._tcp, self._udp = socket.create_server(("0.0.0.0", 0)), _datagrams()
        self._unix = socket.socket(socket.AF_UNIX)
        self._unix.bind(self.abstract)
        self._unix.listen()
        for listening in (self._tcp, self._unix):
            self._selector.register(listening, selectors.EVENT_READ, self._accept)
        self._selector.register(self._udp, selectors.EVENT_READ, self._read)
        self._selector.register(self._woken, selectors.EVENT_READ, None)
        self._thread = threading.Thread(target=self._listen, daemon=True)

    @property
    def port(self) -> int:
        """Where it listens for connections."""
        return int(self._tcp.getsockname()[1])

    @property
    def datagram_port(self) -> int:
        """Where it listens for datagrams."""
        return int(self._udp.getsockname()[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.write(self._wake, b"x")
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        os.close(self._woken)
        os.close(self._wake)

    def _listen(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.data is None:
                    return
                key.data(key.fileobj)

    def _accept(self, listening: socket.socket) -> None:
        connection, _ = listening.accept()
        self._selector.register(connection, selectors.EVENT_READ, self._read)

    def _read(self, connection: socket.socket) -> None:
        try:
            data = connection.recv(4096)
        except OSError:
            data = b""
        self.heard += data
        if not data:
            self._selector.unregister(connection)
            connection.close()


def own_address() -> str:
    """Return an address of this machine that isn't loopback's, where it has one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only finds the way
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _datagrams() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("0.0.0.0", 0))
    return made
