"""The file `grades.db`: opened by one grader at a time, and never taken for what it isn't.

SQLite in WAL mode, synced at every commit: a verdict that was told is there after a power cut, too.
That costs 1 to 3 ms, where judging an answer takes hundreds.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import BaseFileLock, FileLock, Timeout

from asynccourse.course.exercise import CourseError
from asynccourse.desk.files import free_name

NAME: Final = "grades.db"
LOCK: Final = ".grades.lock"

APPLICATION: Final = 0x61737963
"""What tells this kind of database from others, at SQLite's own place for it."""

VERSION: Final = 1
"""Of the tables. A later one gets a step that brings the earlier up to it."""

BESIDE: Final = ("", "-wal", "-shm")
"""Endings of the files that make up a database."""

_TABLES: Final = """
CREATE TABLE run (number INTEGER PRIMARY KEY, data BLOB NOT NULL, ended TEXT);
CREATE TABLE student (id TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE answer (digest TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE cell (
    student TEXT NOT NULL, exercise TEXT NOT NULL,
    path TEXT NOT NULL, digest TEXT, key TEXT, code TEXT, message TEXT,
    PRIMARY KEY (student, exercise)
) WITHOUT ROWID;
CREATE INDEX cell_key ON cell (key);
CREATE TABLE verdict (
    key TEXT PRIMARY KEY, exercise TEXT NOT NULL, status TEXT NOT NULL, code TEXT,
    message TEXT NOT NULL, line INTEGER, points INTEGER NOT NULL, max_points INTEGER NOT NULL,
    seconds REAL NOT NULL, judged TEXT NOT NULL, result BLOB NOT NULL
);
"""


@contextmanager
def database(folder: Path, *, fresh: bool) -> Iterator[tuple[sqlite3.Connection, str]]:
    """Open the database in a folder, which is made where there is none, for us alone.

    With `fresh`, what is there is kept aside; the name it then has comes with the connection,
    otherwise an empty one. Raises `CourseError`.
    """
    lock = _lock(folder)
    try:
        aside = _put_aside(folder) if fresh else ""
        connection = _open(folder / NAME)
        try:
            yield connection, aside
        finally:
            connection.close()
    finally:
        lock.release()


def _lock(folder: Path) -> BaseFileLock:
    """Make the folder, and be the only grader that works on it. Raises `CourseError`."""
    lock = FileLock(folder / LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        told = f"another `asynccourse grade` is at work on {folder}"
        raise CourseError(f"{told}: wait for it, or choose another --out") from None
    except OSError as error:
        raise CourseError(f"--out {folder} can't be written to: {error.strerror}") from None
    return lock


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        _look_at(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _make(connection)
    except sqlite3.Error as error:
        connection.close()
        raise CourseError(f"{path} {_unusable(error)}: {_CURE}") from None
    except BaseException:
        connection.close()
        raise
    return connection


_CURE: Final = "`--fresh` keeps it aside and starts over"


def _look_at(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `CourseError` or `sqlite3.Error` where it is something else than a book of ours."""
    if _pragma(connection, "schema_version") == 0 and not connection.execute(_ANY).fetchone():
        return  # new, or never written to
    if _pragma(connection, "application_id") != APPLICATION:
        raise CourseError(f"{path} is another program's database: choose another --out")
    if _pragma(connection, "user_version") > VERSION:
        told = f"{path} was written by a newer asynccourse"
        raise CourseError(f"{told}: update this one, or choose another --out")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


_ANY: Final = "SELECT 1 FROM sqlite_master"


def _make(connection: sqlite3.Connection) -> None:
    if _pragma(connection, "user_version") == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    for statement in _TABLES.split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _unusable(error: sqlite3.Error) -> str:
    told = " ".join(str(error).split())
    return "is not a database" if "not a database" in told else f"is damaged ({told})"


def _put_aside(folder: Path) -> str:
    """Rename the database, with what belongs to it; return its new name, empty without one."""
    if not (folder / NAME).exists():
        return ""
    aside = free_name(folder, time.strftime("grades-%Y%m%d-%H%M%S"), ".db")
    # The log first: the other way round, a kill in between would leave it to the next database.
    for ending in reversed(BESIDE):
        path = folder / f"{NAME}{ending}"
        if path.exists():
            path.rename(folder / f"{aside.name}{ending}")
    return aside.name
