"""An aiohttp application around a ChatRoom."""

from __future__ import annotations

from typing import Any

from aiohttp import web

submission: Any = globals()["submission"]
"""The learner's module, which is there before this is run."""

SHUTDOWN = 0.1
"""Seconds that handlers have to end in, before they are cancelled."""


class Host:
    """One room, and what its handler has raised."""

    room: Any
    runner: web.AppRunner
    raised: Exception | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Handle a request as the room does."""
        try:
            response: web.StreamResponse = await self.room.handle(request)
        except Exception as error:
            self.raised = self.raised or error
            raise
        return response


host = Host()


async def start(path: str) -> None:
    """Open a room at a Unix socket."""
    app = web.Application()
    app.router.add_get("/chat", host.handle)
    host.room = submission.ChatRoom()
    host.runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN)
    await host.runner.setup()
    await web.UnixSite(host.runner, path).start()


async def stop() -> None:
    """Stop the server: handlers that don't end are cancelled."""
    await host.runner.cleanup()


async def close() -> None:
    """Close the room."""
    await host.room.close()


def members() -> list[str]:
    """Return who is in the room."""
    return list(host.room.members)


def show_error() -> None:
    """Raise what the handler has raised, if anything."""
    if host.raised is not None:
        raise host.raised
