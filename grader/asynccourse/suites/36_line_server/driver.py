"""Keeps a flaw of asyncio's own from counting as the learner's.

In Python 3.12.0 and 3.12.1, to cancel the task of a connection makes the streams' own callback
raise that CancelledError again, where the loop reports it as an error that nobody looked at.
"""

from __future__ import annotations

import asyncio
from typing import Any

_report = asyncio.BaseEventLoop.default_exception_handler


def _default_exception_handler(loop: asyncio.BaseEventLoop, context: dict[str, Any]) -> None:
    if not isinstance(context.get("exception"), asyncio.CancelledError):
        _report(loop, context)


asyncio.BaseEventLoop.default_exception_handler = _default_exception_handler  # type: ignore[method-assign,assignment]
