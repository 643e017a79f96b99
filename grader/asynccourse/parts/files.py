"""Reading what a submission has written: it may have put anything there but a file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from asynccourse.verdicts.refusal import Refusal

MOST = 16 * 2**20
"""Bytes of the largest file that is read."""


def content(path: Path) -> bytes:
    """Return what is in a file. Raises FileNotFoundError, and `Refusal` where it is none.

    A link could lead to what is not the submission's, and a pipe would have us wait for ever.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _no_file(path, error.strerror or "it can't be opened") from None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _no_file(path, "it is something else")
        if status.st_size > MOST:
            raise Refusal("limit_exceeded", f"`{path.name}` is over {MOST // 2**20} MiB large")
        return file.read(MOST)


def _no_file(path: Path, reason: str) -> Refusal:
    return Refusal("wrong_result", f"`{path.name}` is not a file of its own: {reason}")
