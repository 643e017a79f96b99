"""Records where a submission uses a function that its exercise wants it to do without."""

from __future__ import annotations

import functools
import importlib
import sys
from asyncio import _get_running_loop
from collections.abc import Callable
from typing import Any

from asynccourse.runner.frames import Frames


def watch_calls(names: list[str], frames: Frames, tell: Callable[[str, int], None]) -> None:
    """Wrap each dotted name, so that a call from the submission's own code is told.

    Only calls made outside a running loop count: inside one, `asyncio.get_event_loop()` is merely
    an older spelling.
    """
    for name in names:
        owner, attribute = _resolve(name)
        setattr(owner, attribute, _wrapped(name, getattr(owner, attribute), frames, tell))


def _wrapped(
    name: str, function: Callable[..., Any], frames: Frames, tell: Callable[[str, int], None]
) -> Callable[..., Any]:
    @functools.wraps(function)
    def spy(*args: object, **kwargs: object) -> object:
        caller = sys._getframe(1)
        if caller.f_code.co_filename == frames.path and _get_running_loop() is None:
            tell(name.rpartition(".")[2], caller.f_lineno)
        return function(*args, **kwargs)

    return spy


def _resolve(name: str) -> tuple[Any, str]:
    """Return the object that a dotted name's last part is an attribute of, and that part."""
    parts = name.split(".")
    for count in range(len(parts) - 1, 0, -1):
        try:
            owner = importlib.import_module(".".join(parts[:count]))
        except ModuleNotFoundError:
            continue
        for part in parts[count:-1]:
            owner = getattr(owner, part)
        return owner, parts[-1]
    raise LookupError(name)
