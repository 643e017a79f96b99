"""Stop when you are told to, and leave nothing half done: the reference solution."""

import asyncio
import contextlib
from collections.abc import Iterable
from typing import Protocol

ROLLBACK_SECONDS = 5.0
"""How long a rollback may take before it is given up."""


class Connection(Protocol):
    """A connection to a database, with one transaction at a time."""

    async def begin(self) -> None:
        """Begin a transaction."""

    async def execute(self, job: str) -> None:
        """Do a job in the transaction."""

    async def commit(self) -> None:
        """End the transaction and keep what was done in it."""

    async def rollback(self) -> None:
        """End the transaction and undo what was done in it."""


async def worker(conn: Connection, jobs: Iterable[str]) -> None:
    """Do each job in a transaction of its own: `begin`, `execute(job)`, `commit`, then the next.

    If `execute` fails or is cancelled, the transaction is rolled back, and then the error or the
    cancellation goes on to the caller, whatever became of the rollback: its own error is dropped,
    and after `ROLLBACK_SECONDS` it is cancelled. A commit is never interrupted: if the worker is
    cancelled meanwhile, the commit ends first, and then the worker ends as cancelled. However the
    worker ends, no job is begun after that.
    """
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except BaseException:
            # A CancelledError is no Exception. It must be seen here, and must go on from here.
            await _roll_back(conn)
            raise
        # Outside the `try`: what is being committed can't be rolled back any more.
        await _commit(conn)


async def _roll_back(conn: Connection) -> None:
    """Roll back, but not for ever, and without an error that would take the place of the first."""
    # That we were cancelled was told us once, and is over: this await runs like any other.
    with contextlib.suppress(Exception):
        async with asyncio.timeout(ROLLBACK_SECONDS):
            await conn.rollback()


async def _commit(conn: Connection) -> None:
    """Commit to the end, even if we are cancelled in the middle of it."""
    # `shield` keeps our cancellation from the commit, but not from us: without the wait we would
    # leave a commit behind that nobody looks after.
    commit = asyncio.ensure_future(conn.commit())
    try:
        await asyncio.shield(commit)
    except asyncio.CancelledError:
        await commit
        raise
