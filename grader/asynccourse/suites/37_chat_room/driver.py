"""An aiohttp application around a ChatRoom."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from aiohttp import web

from asynccourse.runner.frames import awaited_frames

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

SHUTDOWN = 0.1
"""Seconds that handlers have to end in, before they are cancelled."""

LINGERING = 1.5
"""Seconds that handlers have to end in once their connections have."""

HELD = 100_000
"""Bytes that a connection holds which isn't read from; the system makes about twice as many of it.

As many on every machine: so as many texts are on their way, and all others wait.
"""


ROOM, ELSEWHERE = "/chat", "/elsewhere"
"""Where the room is, and another one."""


class Host:
    """Two rooms, their handlers, and what they have raised, or returned for no answer."""

    rooms: dict[str, Any]
    runner: web.AppRunner
    raised: Exception | None = None
    strange: list[str]
    handling: dict[asyncio.Task[Any], asyncio.Transport]
    """The tasks in which handlers run, each with its connection."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Handle a request as its room does."""
        task = asyncio.current_task()
        assert task is not None
        assert request.transport is not None
        self.handling[task] = request.transport
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, HELD)
        try:
            response: Any = await self.rooms[request.path].handle(request)
        except Exception as error:
            self.raised = self.raised or error
            raise
        finally:
            self.handling.pop(task, None)
        if not isinstance(response, web.StreamResponse):
            self.strange.append(repr(response))
        answer: web.StreamResponse = response
        return answer


host = Host()


async def start(path: str) -> None:
    """Open the rooms at a Unix socket."""
    app = web.Application()
    host.rooms, host.strange, host.handling = {}, [], {}
    for at in (ROOM, ELSEWHERE):
        app.router.add_get(at, host.handle)
        host.rooms[at] = submission.ChatRoom()
    host.runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN)
    await host.runner.setup()
    await web.UnixSite(host.runner, path).start()


async def stop() -> None:
    """Stop the server: handlers that don't end are cancelled."""
    await host.runner.cleanup()


async def close() -> None:
    """Close the room."""
    await host.rooms[ROOM].close()


def members() -> list[str]:
    """Return who is in the room."""
    return list(host.rooms[ROOM].members)


def hold() -> None:
    """Read nothing for now, so that what comes meanwhile waits in the connections."""
    for connection in host.handling.values():
        connection.pause_reading()


def go_on() -> None:
    """Read again: what has come is there in one turn of the loop, on whatever machine."""
    for connection in host.handling.values():
        connection.resume_reading()


async def rest(seconds: float = LINGERING) -> None:
    """Let time go by: whatever is still to happen does so meanwhile."""
    await asyncio.sleep(seconds)


async def still_running() -> tuple[int, int]:
    """Return how many handlers don't end, and the line of one that waits; 0 where there is none."""
    if host.handling:
        await asyncio.wait(host.handling, timeout=LINGERING)
    return len(host.handling), next(filter(None, map(_waits_at, host.handling)), 0)


def _waits_at(task: asyncio.Task[Any]) -> int:
    for frame in reversed([*awaited_frames(task.get_coro())]):
        if frame.f_code.co_filename == submission.__file__:
            return frame.f_lineno or 0
    return 0


def strange_answers() -> list[str]:
    """Return what the handler has returned that is no answer to a request."""
    return host.strange


def show_error() -> None:
    """Raise what the handler has raised, if anything."""
    if host.raised is not None:
        raise host.raised
