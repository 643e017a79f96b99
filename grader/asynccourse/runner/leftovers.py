"""What a submission leaves behind: tasks, unawaited coroutines, lost exceptions, open things."""

from __future__ import annotations

import asyncio
import gc
import re
import sys
import threading
import warnings
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable
from typing import Any

from asynccourse.runner import workers
from asynccourse.runner.frames import Frames
from asynccourse.runner.watch import Watch
from asynccourse.wall.encoding import clean
from asynccourse.wall.limits import cut
from asynccourse.wall.messages import Fact, Report

MOST = 50
"""Most facts kept of one kind."""

_ADDRESS = re.compile(r" (object )?at 0x[0-9A-Fa-f]+")
"""Where in memory something was, which tells nobody anything."""


class Leftovers:
    """Records what Python would print and forget, and sums it up at the end of a test."""

    def __init__(self, frames: Frames, watch: Watch) -> None:
        self._frames = frames
        self._watch = watch
        self._unawaited: list[Fact] = []
        self._lost: list[Fact] = []
        self._unclosed: list[Fact] = []
        self.uses: list[Fact] = []

    def install(self) -> None:
        """Start to record."""
        sys.set_coroutine_origin_tracking_depth(10)
        warnings.simplefilter("always", ResourceWarning)
        warnings.showwarning = self._warned
        # The interpreter itself calls this for a coroutine that dies unawaited.
        warnings._warn_unawaited_coroutine = self._never_awaited  # type: ignore[attr-defined]
        BaseEventLoop.default_exception_handler = self._handler()  # type: ignore[method-assign,assignment]
        sys.unraisablehook = lambda hook: self._ignored(hook.exc_value)
        threading.excepthook = lambda hook: self._lose("in a thread, which ended", hook.exc_value)

    def report(self, own: set[asyncio.Task[Any]], selectors_before: set[int]) -> Report:
        """Return what is left now, less our `own` tasks and the selectors of before."""
        alive = (task for task in asyncio.all_tasks() - own if not task.done())
        # Out of a set, so in no order: sorted, the same one is told of each time.
        tasks = sorted(map(self._task, alive), key=lambda one: (not one.line, one.line, one.text))
        gc.collect()
        loops = [
            Fact("an event loop", line)
            for number, line in self._watch.open_selectors.items()
            if number not in selectors_before
        ]
        loops += [Fact("a worker process", 0)] * workers.alive()
        return Report(tasks, self._unawaited, self._lost, self._unclosed + loops, self.uses)

    def add_use(self, name: str, line: int) -> None:
        """Record that the submission used a function that the exercise watches."""
        if len(self.uses) < MOST:
            self.uses.append(Fact(name, line))

    def _task(self, task: asyncio.Task[Any]) -> Fact:
        stack = self._frames.of_task(task)
        coroutine = task.get_coro()
        line = stack[-1].line if stack else self._frames.origin(coroutine)
        return Fact(_name(coroutine), line)

    def _never_awaited(self, coroutine: Any) -> None:
        if len(self._unawaited) < MOST:
            self._unawaited.append(Fact(_name(coroutine), self._frames.origin(coroutine)))

    def _warned(
        self, message: Warning | str, category: type[Warning], *_: object, **__: object
    ) -> None:
        text = _ADDRESS.sub("", clean(str(message)))
        # A loop left open is told from its selector, with the line that made it.
        if issubclass(category, ResourceWarning) and "event loop" not in text:
            self._add(self._unclosed, text, 0)

    def _handler(self) -> Callable[[BaseEventLoop, dict[str, Any]], None]:
        return lambda _loop, context: self._loop_error(context)

    def _loop_error(self, context: dict[str, Any]) -> None:
        # Python before 3.12.2 reports a stream's handler that was cancelled: nothing is lost there.
        if not isinstance(context.get("exception"), asyncio.CancelledError):
            self._lose(_place(context), context.get("exception"))

    def _ignored(self, error: BaseException | None) -> None:
        # Python 3.13 also reports what fails in the library's own finalizers, like BytesIO's.
        if error is not None and self._frames.of_traceback(error.__traceback__):
            self._lose("where it could only be ignored", error)

    def _lose(self, place: str, error: BaseException | None) -> None:
        if error is None:
            return
        stack = self._frames.of_traceback(error.__traceback__)
        said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        text = f"{cut(clean(said), 150)} was raised {place}"
        self._add(self._lost, text, stack[-1].line if stack else 0)

    def _add(self, facts: list[Fact], text: str, line: int) -> None:
        if len(facts) < MOST:
            facts.append(Fact(cut(text, 300), line))


def _place(context: dict[str, Any]) -> str:
    """Return where the error was raised that a loop's exception handler is told of."""
    if "handle" in context:
        return "in a callback, which has no caller"
    if "future" not in context:
        return "in a handler that nobody waits for"
    what = "in a task" if isinstance(context["future"], asyncio.Task) else "into a future"
    return f"{what} that nobody looked at"


def _name(coroutine: object) -> str:
    return cut(str(getattr(coroutine, "__qualname__", type(coroutine).__name__)), 100)
