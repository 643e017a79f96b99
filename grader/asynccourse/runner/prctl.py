"""Linux's prctl, which Python doesn't wrap."""

import ctypes
import os
from typing import Final

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
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
