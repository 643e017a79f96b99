"""`asynccourse board`: the course as a page in your browser, which changes as you save."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
import webbrowser

import click

from asynccourse.cli.desk import read_progress
from asynccourse.cli.start import PASSED
from asynccourse.desk.desk import Desk, open_desk
from asynccourse.desk.warm import WarmJudge

_ENDS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that end it, as far as the system has them."""


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Where to listen; 0: any free port."
)
@click.option("--no-open", is_flag=True, help="Don't open the browser.")
def board(port: int, no_open: bool) -> int:
    """Show the course as a page: your progress, the exercise, and its verdict on every save.

    Only this machine can reach it, at the address that is printed. Ctrl-C ends it.

    \b
    asynccourse board
    asynccourse board --port 8000 --no-open
    """
    from asynccourse.board.server import listen  # noqa: PLC0415 - it imports aiohttp

    desk = open_desk()
    read_progress(desk)
    with listen(port) as listener:
        try:
            asyncio.run(_board(desk, listener, opened=not no_open and _has_display()))
        except KeyboardInterrupt:
            pass  # where signals can't be handled by the loop
    click.echo("\nThe board has ended.")
    return PASSED


async def _board(desk: Desk, listener: socket.socket, *, opened: bool) -> None:
    """Serve and judge until a signal, or until the folder can't be watched any more."""
    from asynccourse.board.live import Live  # noqa: PLC0415
    from asynccourse.board.server import serving  # noqa: PLC0415

    over = _until_a_signal()
    async with WarmJudge(desk.home.root) as judge:
        live = Live(desk, judge)
        async with serving(desk, live, listener) as guard, asyncio.TaskGroup() as group:
            watching = group.create_task(live.run())
            click.echo(f"The course is at {guard.address}  (Ctrl-C ends it)")
            if opened:
                _open(guard.address_once())
            ending = group.create_task(over.wait())
            await asyncio.wait([watching, ending], return_when=asyncio.FIRST_COMPLETED)
            watching.cancel()
            ending.cancel()


def _open(address: str) -> None:
    """Start the browser, in a thread of its own: some don't return until they are closed."""
    threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()


def _until_a_signal() -> asyncio.Event:
    over = asyncio.Event()
    for name in _ENDS:
        try:
            asyncio.get_running_loop().add_signal_handler(getattr(signal, name), over.set)
        except (AttributeError, NotImplementedError):
            pass  # Windows: Ctrl-C raises KeyboardInterrupt
    return over


def _has_display() -> bool:
    """Return whether a browser would have a screen of its own, and not take the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
