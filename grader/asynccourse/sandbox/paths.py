"""Which paths a runner needs: the system's, Python's and, of this package, its own part."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent.parent

OWN_PARTS: Final = [str(PACKAGE / part) for part in ("__init__.py", "runner", "wall")]
"""What runners import of this package. The suites and solutions beside it are not for them."""

SYSTEM: Final = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/nix", "/gnu")

SETTINGS: Final = (
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/hosts",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/nsswitch.conf",
    "/etc/ssl",
    "/etc/ca-certificates",
    "/etc/pki",
)
"""What programs look up in /etc: neither users nor keys are in it."""

DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def python_folders() -> list[str]:
    """Return the folders that Python itself and its libraries are in, none below another."""
    return _outermost(_python())


def _python() -> Iterator[str]:
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix)
    yield str(Path(sys.executable).resolve().parent.parent)
    # Not sys.path: the judge's own may have anybody's folders on it.
    yield from site.getsitepackages()
    yield from sysconfig.get_paths().values()


def is_within(path: str, folders: Iterable[str]) -> bool:
    """Return whether a path is one of these folders, or below one."""
    return any(Path(path).is_relative_to(folder) for folder in folders)


def _outermost(folders: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for folder in sorted({os.path.abspath(folder) for folder in folders}):  # noqa: PTH100
        if not is_within(folder, kept):
            kept.append(folder)
    return kept


def beside_the_package(folders: Iterable[str]) -> Iterator[str]:
    """Yield what covers these folders, but for this package: it is left out with its own parts in.

    For rules that can only allow: a folder above the package is told entry by entry.
    """
    for folder in folders:
        if not PACKAGE.is_relative_to(Path(folder).resolve()):
            yield folder
        else:
            yield from _around(Path(folder).resolve())
    yield from OWN_PARTS


def _around(folder: Path) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry == PACKAGE:
            continue
        if PACKAGE.is_relative_to(entry):
            yield from _around(entry)
        else:
            yield str(entry)
