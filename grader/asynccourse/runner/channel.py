"""The runner's end of the wall: frames in and out of two descriptors.

Reading happens in a thread of its own. Whatever ends that thread ends the process: a runner that
the judge can't reach must not live on.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from asynccourse.wall.framing import HEADER, WallError, body_length, pack, to_runner
from asynccourse.wall.messages import FromRunner, ToRunner

# Kept before a submission can replace them: the end of the process must not be in its hands.
_exit = os._exit
_read = os.read
_write = os.write

BROKEN_WALL = 76
"""Exit status of a runner that lost the judge, or heard what is not a message."""


class Channel:
    """Sends from any thread; hands each message that arrives to `receive` in the reader thread."""

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self.excused: Callable[[], AbstractContextManager[None]] = nullcontext
        """What each write is done within: it takes as long as the judge takes to read."""
        self._read_fd = read_fd
        self._write_fd = write_fd
        self._lock = threading.Lock()

    def start(self, receive: Callable[[ToRunner], None]) -> int:
        """Start the reader thread and return its native id."""
        thread = threading.Thread(target=self._read_on, args=(receive,), daemon=True, name="wall")
        thread.start()
        return thread.native_id or 0

    def send(self, message: FromRunner) -> None:
        """Send one message. Raises `WallError` where it is too large; then nothing is sent."""
        data = memoryview(pack(message))
        with self.excused(), self._lock:
            try:
                while data:
                    data = data[_write(self._write_fd, data) :]
            except OSError:
                _exit(BROKEN_WALL)

    def read(self) -> ToRunner:
        """Read one message. Raises `WallError` and `EOFError`."""
        header = self._exactly(HEADER.size)
        return to_runner(self._exactly(body_length(header)))

    def _read_on(self, receive: Callable[[ToRunner], None]) -> None:
        try:
            while True:
                receive(self.read())
        except (WallError, EOFError, OSError):
            pass
        finally:
            _exit(BROKEN_WALL)

    def _exactly(self, count: int) -> bytes:
        parts = []
        while count:
            part = _read(self._read_fd, min(count, 2**16))
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)
