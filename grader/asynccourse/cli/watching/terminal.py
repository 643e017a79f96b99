"""A terminal taken over for a while: a screen of our own, keys as they are pressed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

try:
    import termios
    import tty
except ImportError:  # Windows has no such thing
    termios = None  # type: ignore[assignment]

ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"
"""Another screen, no cursor, and long lines cut off instead of wrapped."""

LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l"

_KEYS = {
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1b[5~": "page up",
    "\x1b[6~": "page down",
    "\x1b": "escape",
    "\r": "enter",
    "\n": "enter",
    " ": "page down",
    "k": "up",
    "j": "down",
}


class Terminal:
    """The terminal on stdin and stdout, while we have it. Use it as a context manager."""

    def __init__(
        self,
        on_key: Callable[[str], None],
        on_resize: Callable[[], None],
        on_end: Callable[[], None],
    ) -> None:
        self._on_key = on_key
        self._on_resize = on_resize
        self._on_end = on_end
        """Called when the process is told to end."""
        self._before: list[Any] | None = None

    def __enter__(self) -> Terminal:
        loop = asyncio.get_running_loop()
        self._take()
        for number, handler in self._signals():
            loop.add_signal_handler(number, handler)
        return self

    def __exit__(self, *_: object) -> None:
        loop = asyncio.get_running_loop()
        for number, _handler in self._signals():
            loop.remove_signal_handler(number)
        self._give_back()

    def _signals(self) -> list[tuple[int, Callable[[], None]]]:
        if not hasattr(signal, "SIGWINCH"):
            return []
        return [
            (signal.SIGWINCH, self._on_resize),
            (signal.SIGTSTP, self._suspend),
            (signal.SIGTERM, self._on_end),
            (signal.SIGHUP, self._on_end),
        ]

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows, as they are now, whatever $COLUMNS may say of another time."""
        size = os.get_terminal_size(sys.stdout.fileno())
        return size.columns, size.lines

    def draw(self, lines: list[str]) -> None:
        """Show these lines, and nothing else."""
        # Each line is cleared before it is written: behind a full one, its last column would go.
        self._write("\x1b[H" + "\r\n".join(f"\x1b[K{line}\x1b[0m" for line in lines))

    @contextmanager
    def given_back(self) -> Iterator[None]:
        """For the time of a block, let the terminal be as it was."""
        self._give_back()
        try:
            yield
        finally:
            self._take()

    def _take(self) -> None:
        if termios is not None:
            self._before = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin)
            asyncio.get_running_loop().add_reader(sys.stdin, self._read)
        self._write(ENTER)

    def _give_back(self) -> None:
        self._write(LEAVE)
        if self._before is not None:
            asyncio.get_running_loop().remove_reader(sys.stdin)
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)

    def _suspend(self) -> None:
        """Ctrl-Z: the shell gets its terminal, and we take it again when we are continued."""
        with self.given_back():
            os.kill(os.getpid(), signal.SIGSTOP)
        self._on_resize()

    def _read(self) -> None:
        typed = os.read(sys.stdin.fileno(), 64).decode("utf-8", "replace")
        for key in [typed] if typed in _KEYS or typed.startswith("\x1b") else typed:
            self._on_key(_KEYS.get(key, key.lower()))

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
