"""Stop when you are told to, and leave nothing half done.

`worker` works, and even cleans up after an error. Make it clean up when it is cancelled as well.
"""

import asyncio
import time
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
    # TODO: when the worker is cancelled, nothing is rolled back, and a commit is torn in two.
    for job in jobs:
        await conn.begin()
        try:
            await conn.execute(job)
        except Exception:
            await conn.rollback()
            raise
        await conn.commit()


class Ledger:
    """A connection that prints what it does; a job takes 0.4 s, all else 0.2 s."""

    def __init__(self) -> None:
        self.start = time.perf_counter()

    async def step(self, name: str, seconds: float = 0.2) -> None:
        """Take some time over a step, and print how it ends."""
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            print(f"{time.perf_counter() - self.start:.1f} s  {name} was interrupted")
            raise
        print(f"{time.perf_counter() - self.start:.1f} s  {name}")

    async def begin(self) -> None:
        """Begin a transaction."""
        await self.step("begin")

    async def execute(self, job: str) -> None:
        """Do a job in the transaction."""
        await self.step(f"execute {job}", 0.4)

    async def commit(self) -> None:
        """End the transaction and keep what was done in it."""
        await self.step("commit")

    async def rollback(self) -> None:
        """End the transaction and undo what was done in it."""
        await self.step("rollback")


async def main() -> None:
    """Cancel one worker in the middle of a job, and one in the middle of a commit."""
    for seconds, middle in ((1.2, "job"), (0.7, "commit")):
        print(f"cancelled in the middle of a {middle}:")
        task = asyncio.create_task(worker(Ledger(), ["first", "second", "third"]))
        await asyncio.sleep(seconds)
        task.cancel()
        await asyncio.wait([task])
        print("the worker ended as cancelled\n" if task.cancelled() else "the worker went on\n")


if __name__ == "__main__":
    asyncio.run(main())
