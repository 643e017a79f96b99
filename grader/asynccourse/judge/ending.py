"""Signals that end a run: Ctrl-C, and what ends it as Ctrl-C does."""

from __future__ import annotations

import signal

ENDS = ("SIGTERM", "SIGHUP")
"""What else ends a program, where there is such a signal."""


def interrupt(*_: object) -> None:
    """End as Ctrl-C does: whoever ends us otherwise wants nothing left behind either.

    It must do so where Ctrl-C itself is ignored, as by all that a script runs in the background.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.raise_signal(signal.SIGINT)


def take_for_interrupts() -> None:
    """From now on, take what else ends a program for Ctrl-C.

    What we are told to ignore, as nohup tells it of SIGHUP, stays ignored.
    """
    for number in _others():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, interrupt)


def ending() -> list[signal.Signals]:
    """Return the signals that end a run: Ctrl-C, or where that is ignored, those that are taken for
    it. None where somebody else decides what Ctrl-C means."""
    handler = signal.getsignal(signal.SIGINT)
    if handler is signal.default_int_handler:
        return [signal.SIGINT]
    if handler is not signal.SIG_IGN:
        return []
    return [number for number in _others() if callable(signal.getsignal(number))]


def _others() -> list[signal.Signals]:
    return [getattr(signal, name) for name in ENDS if hasattr(signal, name)]
