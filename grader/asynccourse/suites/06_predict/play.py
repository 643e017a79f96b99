"""Runs every snippet, and prints as JSON its text, and what it printed, waited and computed.

It is a program of its own. Its clock jumps to the next timer instead of waiting for it, also where
`time.sleep` waits, so that seconds are exact, and none of them passes.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import importlib
import inspect
import io
import json
import selectors
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


class JumpingSelector(selectors.DefaultSelector):
    """Waits for real events only; where only time is waited for, it moves the clock on."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.working = 0
        """How many threads and processes are at work on the loop's behalf, and not asleep."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return the ready events, at once or after a jump of `timeout` seconds."""
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if timeout is None or self.working:
            return list(super().select(None))
        self.now += timeout
        return []


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop on that clock, which knows of the work that it has given away."""

    def __init__(self) -> None:
        self.clock = JumpingSelector()
        super().__init__(self.clock)

    def time(self) -> float:
        """Return the seconds since the loop was made."""
        return self.clock.now

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Any, *args: Any
    ) -> asyncio.Future[Any]:
        """Have a function called elsewhere; meanwhile the clock doesn't jump."""
        future: asyncio.Future[Any] = super().run_in_executor(executor, func, *args)
        self.clock.working += 1
        future.add_done_callback(lambda _: self._at_work(-1))
        return future

    def sleep(self, seconds: float) -> None:
        """Wait as `time.sleep` does: on the loop's thread it moves the clock, elsewhere it waits
        for the clock to have moved."""
        if threading.current_thread() is threading.main_thread():
            self.clock.now += seconds
            return
        awake = threading.Event()

        def doze() -> None:
            self._at_work(-1)
            self.call_later(seconds, wake)

        def wake() -> None:
            self._at_work(1)
            awake.set()

        self.call_soon_threadsafe(doze)
        awake.wait()

    def _at_work(self, change: int) -> None:
        self.clock.working += change


def play(snippet: Callable[[], Coroutine[Any, Any, None]]) -> dict[str, object]:
    """Run one snippet, and return what it did; times in seconds."""
    loop = JumpingLoop()
    time.sleep = loop.sleep  # type: ignore[assignment]
    printed = io.StringIO()
    began = time.process_time()
    with contextlib.redirect_stdout(printed):
        loop.run_until_complete(snippet())
    computed = time.process_time() - began
    waited = round(loop.time(), 6)
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    return {"printed": printed.getvalue(), "waited": waited, "computed": computed}


def texts() -> dict[str, str]:
    """Return the text of every function by its name, in order."""
    source = (FOLDER / "snippets.py").read_text("utf-8")
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [node for node in ast.parse(source).body if isinstance(node, kinds)]
    return {node.name: ast.get_source_segment(source, node) or "" for node in functions}


def main() -> None:
    """Play all of them."""
    sys.path.insert(0, str(FOLDER))
    snippets = importlib.import_module("snippets")
    played: dict[str, dict[str, object]] = {}
    for name, text in texts().items():
        function = getattr(snippets, name)
        helps = not inspect.iscoroutinefunction(function)  # the others, and isn't one itself
        played[name] = {"text": text} | ({} if helps else play(function))
    print(json.dumps(played))


if __name__ == "__main__":
    main()
