"""15_cancel_cleanly, plainly."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.bench.plain.answer import CALLS, LATENCY, SHORT, cancel, fail, load, under

answer = load()


class Connection:
    """Notes the beginning of each call, and the end of those that end; some are slow or fail."""

    def __init__(self, slow: str = "", broken: str = "", seconds: float = 2 * SHORT) -> None:
        self.log: list[str] = []
        self._slow, self._broken, self._seconds = slow, broken, seconds

    def __getattr__(self, name: str) -> Any:
        async def call(*job: str) -> None:
            self.log.append("-".join([name, *job]))
            await asyncio.sleep(self._seconds if name == self._slow else 0)
            if name in self._broken:
                fail()
            self.log.append(f"{name} ended")

        return call


def whole(*calls: str) -> list[str]:
    """Return the log of calls that end."""
    return [what for call in calls for what in (call, f"{call.partition('-')[0]} ended")]


async def test_each_job_in_a_transaction() -> None:
    """Each job is begun, executed and committed, one after the other."""
    conn = Connection()
    await answer.worker(conn, iter("ab"))
    steps = [("begin", f"execute-{job}", "commit") for job in "ab"]
    assert conn.log == [what for step in steps for what in whole(*step)]


async def test_no_jobs() -> None:
    """Without jobs nothing is begun."""
    conn = Connection()
    await answer.worker(conn, [])
    assert conn.log == []


@pytest.mark.parametrize("broken", ["execute", "execute rollback"])
async def test_errors(broken: str) -> None:
    """After an error the transaction is rolled back, and the job's error reaches the caller."""
    conn = Connection(broken=broken)
    with pytest.raises(ConnectionError):
        await answer.worker(conn, "ab")
    assert conn.log[:4] == [*whole("begin"), "execute-a", "rollback"]
    assert "execute-b" not in conn.log


@pytest.mark.parametrize("broken", ["", "rollback"])
async def test_cancelled_in_a_job(broken: str) -> None:
    """Cancelled in the middle of a job, the worker rolls back and stays cancelled."""
    conn = Connection("execute", broken, LATENCY)
    await cancel(answer.worker(conn, "ab"))
    rolled = ["rollback"] if broken else whole("rollback")
    assert conn.log == [*whole("begin"), "execute-a", *rolled]


async def test_commit_not_interrupted() -> None:
    """Cancelled in a commit, the worker ends that first, and begins no other job."""
    conn = Connection("commit")
    await cancel(answer.worker(conn, "ab"))
    assert conn.log == whole("begin", "execute-a", "commit")


async def test_rollback_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rollback that never ends is given up after `ROLLBACK_SECONDS`."""
    monkeypatch.setattr(answer, "ROLLBACK_SECONDS", LATENCY, raising=False)
    with under(6), pytest.raises(ConnectionError):  # an answer may have written 5 s out
        await answer.worker(Connection("rollback", "execute", 10), "a")


async def test_workers_overlap() -> None:
    """Ten workers take far less than one after the other."""
    with under():
        conns = [Connection("execute", seconds=LATENCY) for _ in range(CALLS)]
        await asyncio.gather(*(answer.worker(conn, "a") for conn in conns))
