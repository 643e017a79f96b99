"""Linux's prctl, which Python doesn't wrap."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_SET_NAME: Final = 15
PR_GET_NAME: Final = 16
PR_SET_CHILD_SUBREAPER: Final = 36
PR_SET_NO_NEW_PRIVS: Final = 38

_libc: Final = ctypes.CDLL(None, use_errno=True)


def prctl(option: int, value: int) -> None:
    """Call prctl(2) with one argument. Raises OSError."""
    # As longs: of an int, the upper half of an argument may be anything.
    arguments = (ctypes.c_ulong(each) for each in (value, 0, 0, 0))
    if _libc.prctl(option, *arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


@contextmanager
def called(name: str) -> Iterator[None]:
    """Call this thread so, and with it those that it starts: 15 bytes at most. Raises OSError."""
    before, now = ctypes.create_string_buffer(16), ctypes.create_string_buffer(name.encode())
    prctl(PR_GET_NAME, ctypes.addressof(before))
    prctl(PR_SET_NAME, ctypes.addressof(now))
    try:
        yield
    finally:
        prctl(PR_SET_NAME, ctypes.addressof(before))
