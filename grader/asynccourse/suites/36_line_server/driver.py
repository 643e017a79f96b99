"""Keeps flaws of asyncio's own from counting as the learner's.

In Python 3.12.0 and 3.12.1, to cancel the task of a connection makes the streams' own callback
raise that CancelledError again, where the loop reports it as an error that nobody looked at.

And to abort a transport raises AttributeError where it was closed while bytes were still to be
sent, and has sent them since: it doesn't know that it has ended.
"""

from __future__ import annotations

import asyncio
from asyncio import selector_events
from typing import Any

_report = asyncio.BaseEventLoop.default_exception_handler
_Transport: Any = selector_events._SelectorTransport  # type: ignore[attr-defined]
_end = _Transport._force_close


def _default_exception_handler(loop: asyncio.BaseEventLoop, context: dict[str, Any]) -> None:
    if not isinstance(context.get("exception"), asyncio.CancelledError):
        _report(loop, context)


def _force_close(transport: Any, error: BaseException | None) -> None:
    if transport._loop is not None:
        _end(transport, error)


asyncio.BaseEventLoop.default_exception_handler = _default_exception_handler  # type: ignore[method-assign,assignment]
_Transport._force_close = _force_close
