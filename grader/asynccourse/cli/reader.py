"""Who reads what a command says, and may go in the middle of it, as `| head` does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reader_may_go() -> Iterator[None]:
    """Say something that nobody need read to its end: the command goes on, and its status holds."""
    try:
        yield
    except (BrokenPipeError, SystemExit):  # rich makes the second one of the first
        sys.stdout = None  # else Python complains at its end of what it couldn't say
