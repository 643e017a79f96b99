"""The board's server: on loopback, for one reader, with what the page needs and nothing else."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import msgspec
from aiohttp import web

from asynccourse.board.guard import Guard, add_headers
from asynccourse.board.live import Live, News
from asynccourse.board.view import View
from asynccourse.course.exercise import CourseError, Exercise
from asynccourse.desk.desk import Desk
from asynccourse.reports import page

_OWN: Final = Path(__file__).parent / "page"
_SHARED: Final = Path(page.__file__).parent

_FILES: Final = {
    "look.css": (_SHARED, "text/css"),
    "picture.js": (_SHARED, "text/javascript"),
    "board.css": (_OWN, "text/css"),
    "board.js": (_OWN, "text/javascript"),
    "icon.svg": (_OWN, "image/svg+xml"),
}

SHUTDOWN = 2.0
"""Seconds that open connections get to end."""


class Board:
    """What is answered to which request."""

    def __init__(self, desk: Desk, live: Live) -> None:
        self._desk = desk
        self._live = live
        self._view = View(desk, live)

    def app(self, guard: Guard) -> web.Application:
        """Return the whole as an application."""
        app = web.Application(middlewares=[guard.middleware], client_max_size=1024)
        app.on_response_prepare.append(add_headers)
        app.on_shutdown.append(self._end)
        exercise = r"/{exercise:\d\d_[a-z0-9_]+}"
        app.router.add_get("/", self._page)
        app.router.add_get(exercise, self._page)
        app.router.add_get("/events", self._events, allow_head=False)
        app.router.add_get("/page/{file}", self._file)
        app.router.add_post(exercise + "/judge", self._judge)
        app.router.add_post(exercise + "/choose", self._choose)
        return app

    async def _page(self, request: web.Request) -> web.Response:
        chosen = self._exercise(request) if "exercise" in request.match_info else None
        try:
            return web.Response(text=self._view.page(chosen), content_type="text/html")
        except CourseError as error:
            return web.Response(text=f"{error}\n", status=500)

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["file"]
        if name not in _FILES:
            raise web.HTTPNotFound
        folder, kind = _FILES[name]
        return web.Response(text=(folder / name).read_text("utf-8"), content_type=kind)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Send the news as they come, as Server-Sent Events."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with self._live.listening() as page:
            await response.write(b": open\n\n")
            while (news := await page.get()) is not None:
                await response.write(_event(news))
        return response

    async def _judge(self, request: web.Request) -> web.Response:
        self._live.judge(self._exercise(request))
        return web.Response(status=204)

    async def _choose(self, request: web.Request) -> web.Response:
        exercise = self._exercise(request)
        try:
            self._desk.choose(exercise)
        except CourseError as error:
            return web.Response(text=f"{error}\n", status=409)
        self._live.changed(exercise)
        return web.Response(status=204)

    def _exercise(self, request: web.Request) -> Exercise:
        exercise = self._view.find(request.match_info["exercise"])
        if exercise is None:
            raise web.HTTPNotFound
        return exercise

    async def _end(self, _: web.Application) -> None:
        self._live.close()


@asynccontextmanager
async def serving(desk: Desk, live: Live, listener: socket.socket) -> AsyncIterator[Guard]:
    """Serve the board, for the time of a block, to who has the address that its guard tells."""
    guard = Guard(listener.getsockname()[1])
    runner = web.AppRunner(
        Board(desk, live).app(guard),
        access_log=None,
        handler_cancellation=True,  # a page that was closed waits for no news
        shutdown_timeout=SHUTDOWN,
    )
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        yield guard
    finally:
        await runner.cleanup()


def listen(port: int) -> socket.socket:
    """Return a socket that listens on loopback alone. Raises `CourseError` for a taken port."""
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        told = f"port {port} can't be had ({error.strerror}): `asynccourse board` takes a free one"
        raise CourseError(told) from None


def _event(news: News) -> bytes:
    return b"data: " + msgspec.json.encode(news) + b"\n\n"
