"""What is shown of a run: a live display, lines, JSON, or only what is wrong."""

from __future__ import annotations

import sys
import time
from typing import Protocol

import click
import msgspec

from asynccourse.cli.grading import wording
from asynccourse.cli.grading.request import Request
from asynccourse.cli.grading.tally import Tally
from asynccourse.grading import events
from asynccourse.reports.printable import printable

PAUSE = 5.0
"""Seconds between two lines of progress at least."""


class Showing(Protocol):
    """Shows events; a context manager."""

    def __enter__(self) -> Showing:
        """Begin to show."""

    def __exit__(self, *_: object) -> None:
        """End it."""

    def tell(self, event: events.Event) -> None:
        """Show an event, as far as it is of interest."""


def showing(request: Request) -> Showing:
    """Return what was asked for: on a terminal the live display."""
    if request.as_json:
        return Json()
    out = str(request.out)
    if request.quiet:
        return Faults(out)
    if sys.stdout.isatty():
        from asynccourse.cli.grading.live import Live  # noqa: PLC0415 - rich takes a while

        return Live(out)
    return Lines(out)


class _Plain:
    """What needs nothing to be set up or taken down."""

    def __enter__(self) -> Showing:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def tell(self, event: events.Event) -> None:
        """Show an event."""
        raise NotImplementedError


class Json(_Plain):
    """One JSON object a line on standard output, and nothing else there."""

    def tell(self, event: events.Event) -> None:
        """Write an event, at once."""
        sys.stdout.write(msgspec.json.encode(event).decode() + "\n")
        sys.stdout.flush()


class Lines(_Plain):
    """Lines for a log: the beginning, where it stands every few seconds, the end."""

    def __init__(self, out: str) -> None:
        self._out = out
        self._tally = Tally()
        self._next = time.monotonic() + PAUSE

    def tell(self, event: events.Event) -> None:
        """Write a line where it is time for one."""
        self._tally.take(event)
        match event:
            case events.Note():
                _say(event.text)
            case events.Started():
                for line in wording.beginning(event):
                    _say(line)
            case events.Judged() if time.monotonic() >= self._next:
                self._next = time.monotonic() + PAUSE
                _say(wording.standing(self._tally))
            case events.Finished():
                for line in wording.ending(event, self._tally, self._out):
                    _say(line)


class Faults(_Plain):
    """Nothing, but on standard error what is wrong."""

    def __init__(self, out: str) -> None:
        self._out = out
        self._tally = Tally()

    def tell(self, event: events.Event) -> None:
        """Count, and in the end say what has no verdict."""
        self._tally.take(event)
        if isinstance(event, events.Finished) and (event.stopped or event.unjudged):
            for line in wording.ending(event, self._tally, self._out):
                click.echo(printable(line), err=True)


def _say(line: str) -> None:
    click.echo(printable(line))
