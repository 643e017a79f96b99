"""Linux's Landlock, which Python doesn't wrap: a process gives up files for itself and its heirs.

Numbers and layouts are those of the kernel's linux/landlock.h.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from typing import Final

from asynccourse.runner.prctl import PR_SET_NO_NEW_PRIVS, prctl

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""The system calls, whose numbers are the same on every architecture."""

_VERSION: Final = 1
_PATH_BENEATH: Final = 1

_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_WRITE_FILE, _TRUNCATE, _IOCTL = 1 << 1, 1 << 14, 1 << 15
_MAKE_DEVICES: Final = (1 << 6) | (1 << 11)

READ: Final = _EXECUTE | _READ_FILE | _READ_DIR
_OF_FILES: Final = _EXECUTE | _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL

_ACCESSES: Final = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many kinds of access each version knows; from the fifth on it is 16."""

_SCOPES: Final = 0b11
"""Abstract sockets and signals stay within the domain; known from the sixth version on."""

_libc: Final = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("access", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """Return the version of Landlock that the kernel speaks; 0 without it."""
    return max(0, int(_libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)))


def make_ruleset(listable: Iterable[str], readable: Iterable[str], writable: Iterable[str]) -> int:
    """Return a descriptor of rules: below these paths, names may be listed, files read, or all be
    written; whatever is elsewhere is denied.

    Paths that don't exist are left out. Raises OSError.
    """
    version = abi()
    handled = (1 << _ACCESSES.get(version, 16)) - 1
    ruleset = _Ruleset(handled, 0, _SCOPES if version >= 6 else 0)
    size = ctypes.c_size_t(24 if version >= 6 else 8)
    descriptor = _call(CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    for path in listable:
        _allow(descriptor, path, _READ_DIR)
    for path in readable:
        _allow(descriptor, path, READ & handled)
    for path in writable:
        _allow(descriptor, path, handled & ~_MAKE_DEVICES)
    return descriptor


def restrict(ruleset: int) -> None:
    """Put this process under rules, for ever. Raises OSError."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    _call(RESTRICT_SELF, ruleset, 0)


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(parent).st_mode):
            access &= _OF_FILES
        rule = _PathBeneath(access, parent)
        _call(ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)


def _call(*arguments: object) -> int:
    result = int(_libc.syscall(*arguments))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"landlock: {os.strerror(error)}")
    return result
