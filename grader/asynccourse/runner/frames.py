"""Where the submission is: its lines on a stack, in a traceback, in a waiting task."""

from __future__ import annotations

import asyncio
import sys
from asyncio import base_events
from collections.abc import Iterator
from types import FrameType, TracebackType

from asynccourse.wall.values import Frame

LOOP_FILE = base_events.__file__

MOST = 30
"""Most frames told of one stack: enough to see where it is, even in deep recursion."""


class Frames:
    """Picks the submission's frames, those whose code was compiled from its path."""

    def __init__(self) -> None:
        self.path = "<no submission>"

    def line_from(self, frame: FrameType | None) -> int:
        """Return the innermost line of the submission at or above `frame`, 0 without one.

        The search ends at the event loop: what lies above it called `asyncio.run`, not this.
        """
        while frame is not None and frame.f_code.co_filename != LOOP_FILE:
            if frame.f_code.co_filename == self.path:
                return frame.f_lineno or 0
            frame = frame.f_back
        return 0

    def caller_line(self) -> int:
        """Return the line of the submission that is running now in this thread, 0 without one."""
        return self.line_from(sys._getframe(1))

    def of_traceback(self, traceback: TracebackType | None) -> list[Frame]:
        """Return the submission's frames of a traceback, outermost first."""
        found: list[Frame] = []
        while traceback is not None:
            code = traceback.tb_frame.f_code
            if code.co_filename == self.path:
                found.append(Frame(traceback.tb_lineno or 0, code.co_name))
            traceback = traceback.tb_next
        return found[-MOST:]

    def of_task(self, task: asyncio.Task[object]) -> list[Frame]:
        """Return where a waiting task is parked in the submission, outermost first."""
        found = []
        for frame in awaited_frames(task.get_coro()):
            if frame.f_code.co_filename == self.path:
                found.append(Frame(frame.f_lineno or 0, frame.f_code.co_name))
        return found[-MOST:]

    def origin(self, coroutine: object) -> int:
        """Return the submission's line that made a coroutine, 0 where it isn't known."""
        for filename, line, _ in getattr(coroutine, "cr_origin", None) or ():
            if filename == self.path:
                return int(line)
        return 0


def awaited_frames(awaitable: object) -> Iterator[FrameType]:
    """Yield the frames of a suspended coroutine and of all that it awaits, outermost first."""
    for _ in range(1000):
        for prefix in ("cr", "gi", "ag"):
            frame = getattr(awaitable, f"{prefix}_frame", None)
            if frame is not None:
                break
        else:
            return
        yield frame
        awaitable = getattr(awaitable, {"gi": "gi_yieldfrom"}.get(prefix, f"{prefix}_await"), None)
