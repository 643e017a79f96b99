"""The main thread's stack, as another thread sees it while the main thread goes on.

Frame objects of a thread that runs on aren't safe to walk: Python 3.11 can crash over them.
`faulthandler` writes a stack down without making any, in one call that no other thread comes
between. It writes to files only, so it gets one that is kept in memory.
"""

from __future__ import annotations

import faulthandler
import os
import re
import tempfile
import threading

from asynccourse.runner.frames import LOOP_FILE, Frames

LONGEST = 500
"""Characters of a name that faulthandler writes."""

_THREAD = re.compile(r"^Thread 0x([0-9a-f]+) .*\n((?:  .*\n)*)", re.MULTILINE)
_FRAME = re.compile(r'^  File "(.*)", line (\d+) in .*$', re.MULTILINE)

_dump, _seek, _read = faulthandler.dump_traceback, os.lseek, os.read


class MainStack:
    """The stack of the thread that makes this, for one other thread."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._main = threading.get_ident()
        self._file = _file_in_memory()

    def write_down(self) -> None:
        """Write the stack down as it is now, to be read later.

        The main thread doesn't come in between, as it may wherever a file is read.
        """
        _dump(self._file, all_threads=True)

    def line(self, *, beyond_loops: bool = False) -> int:
        """Return the submission's innermost line among the innermost 100 frames that were written
        down last, 0 without one.

        As in `Frames.line_from`, the search ends at the event loop, if not asked to go on.
        """
        path = written(self._frames.path)
        for file, line in self._lines():
            if file == path:
                return int(line)
            if file == _LOOP_FILE and not beyond_loops:
                break
        return 0

    def _lines(self) -> list[tuple[str, str]]:
        """Return file and line of each frame, innermost first; none where they can't be told."""
        try:
            text = self._text()
        except OSError:
            return []  # the submission has closed what isn't its own
        for thread, frames in _THREAD.findall(text):
            if int(thread, 16) == self._main:
                return _FRAME.findall(frames)
        return []

    def _text(self) -> str:
        size = _seek(self._file, 0, os.SEEK_CUR)
        _seek(self._file, 0, os.SEEK_SET)
        text = _read(self._file, size)
        _seek(self._file, 0, os.SEEK_SET)
        return text.decode("ascii", "replace")


def written(name: str) -> str:
    """Return a name as faulthandler writes it."""
    text = "".join(one if " " <= one <= "~" else _escaped(ord(one)) for one in name[:LONGEST])
    return text + ("..." if len(name) > LONGEST else "")


def _escaped(number: int) -> str:
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _file_in_memory() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("stack")
    return os.dup(tempfile.TemporaryFile().fileno())


_LOOP_FILE = written(LOOP_FILE)
