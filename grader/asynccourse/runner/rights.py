"""Linux's capabilities, which Python doesn't wrap: how a process of root's gives up its rights.

Numbers and layouts are those of the kernel's linux/capability.h.
"""

from __future__ import annotations

import ctypes
import os
from typing import Final

from asynccourse.runner.prctl import prctl

PR_CAPBSET_DROP: Final = 24
MOST: Final = 64
"""More capabilities than there are."""

_VERSION_3: Final = 0x20080522

_libc: Final = ctypes.CDLL(None, use_errno=True)


def drop_rights() -> None:
    """Give up every capability, and the way back to any. Raises OSError."""
    for capability in range(MOST):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break  # that was the last that this kernel knows
    header = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if _libc.capset(header, nothing) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"capabilities: {os.strerror(error)}")
