"""A file without a name, in which what is wanted of a class's tar waits until its turn."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import IO


class Spool:
    """Keeps files one behind the other on disk. No name of an archive's ever gets there."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="asynccourse-")  # noqa: SIM115
        self._lock = threading.Lock()

    def keep(self, data: bytes) -> Callable[[], IO[bytes]]:
        """Keep a file, and return what opens it."""
        with self._lock:
            start = self._file.seek(0, 2)
            self._file.write(data)
        return partial(self._open, start, len(data))

    def close(self) -> None:
        """Let all of it go."""
        self._file.close()

    def _open(self, start: int, size: int) -> IO[bytes]:
        with self._lock:
            self._file.seek(start)
            return BytesIO(self._file.read(size))
