"""Proves that `worker` leaves no transaction open, however it ends, and ends when it is told to."""

from __future__ import annotations

import importlib
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness

if TYPE_CHECKING:
    import transactions
else:  # a suite's folder is found by its whole name, which no import statement can spell
    transactions = importlib.import_module("asynccourse.suites.15_cancel_cleanly.transactions")

Database = transactions.Database

LONG = 1000.0
"""Seconds that a step takes which is to be cancelled."""


def draw_jobs(rng: Random, count: int) -> list[str]:
    """Return some jobs."""
    return [f"job-{number}" for number in rng.sample(range(1000), count)]


def done(jobs: list[str]) -> list[str]:
    """Return what is to be called for these jobs."""
    return [label for job in jobs for label in ("begin()", f"execute({job!r})", "commit()")]


async def under_way(witness: Witness, database: Database, label: str, call: RemoteCall) -> None:
    """Wait until that call is in flight."""
    call.start()
    await witness.until(
        lambda: any(one.label == label for one in database.calls if one.outcome == "open"),
        "wrong_result",
        f"worker has never called {label}",
    )
    await witness.idle()


def stuck_in(witness: Witness, job: str) -> Service:
    """Return an `execute` that doesn't come to the end of that job."""
    return witness.timed("execute", lambda asked: LONG if asked == job else 0.5)


@pytest.mark.points(1)
async def test_each_job_in_a_transaction(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """Each job is executed and committed in a transaction of its own, one after the other."""
    jobs = draw_jobs(rng, 4)
    database = Database(witness)
    await submission.worker(database.conn, witness.items("jobs", jobs))
    what = f"with {len(jobs)} jobs"
    database.same_log(done(jobs), what)
    database.nothing_under_way(what)


@pytest.mark.points(1)
async def test_no_jobs(submission: Submission, witness: Witness) -> None:
    """Without jobs nothing is begun."""
    database = Database(witness)
    await submission.worker(database.conn, [])
    database.same_log([], "without jobs")


@pytest.mark.points(1)
async def test_errors(submission: Submission, witness: Witness, rng: Random) -> None:
    """After an error the transaction is rolled back, and the error reaches the caller."""
    first, broken, third = jobs = draw_jobs(rng, 3)
    error = ValueError(f"{broken} is broken")

    def execute(job: str) -> None:
        if job == broken:
            raise error

    database = Database(witness, execute=witness.timed("execute", 0.5, execute))
    with expect.raises(error, "worker"):
        await submission.worker(database.conn, jobs)
    what = f"after execute({broken!r}) had failed"
    database.rolled_back(broken, what, cure="Roll back wherever `execute` fails.")
    database.nothing_under_way(what)
    database.no_more(broken, "wrong_exception", what)
    database.same_log([*done([first]), "begin()", f"execute({broken!r})", "rollback()"], what)

    lost = ConnectionError(f"the connection is lost: {rng.randrange(10**6)}")
    database = Database(witness, {"commit": lost})
    with expect.raises(lost, "worker"):
        await submission.worker(database.conn, [first, third])
    for call in database.calls[3:]:
        expect.true(
            call.label == "rollback()",  # not needed here, and no harm
            "wrong_exception",
            f"commit() had failed, but {call.label} was still called",
            line=call.line,
        )


@pytest.mark.points(2)
async def test_cancelled_in_a_job(submission: Submission, witness: Witness, rng: Random) -> None:
    """Cancelled in the middle of a job, the worker rolls back to the end and stays cancelled."""
    first, stuck, _ = jobs = draw_jobs(rng, 3)
    rollback = witness.timed("rollback", 4.0)
    database = Database(witness, execute=stuck_in(witness, stuck), rollback=rollback)
    call = submission.worker(database.conn, witness.items("jobs", jobs))
    await under_way(witness, database, f"execute({stuck!r})", call)
    outcome = await call.cancel()
    what = f"cancelled in the middle of execute({stuck!r})"
    made = database.rolled_back(stuck, what)
    transactions.was_cancelled(outcome, what)
    database.nothing_under_way(what)
    expect.true(
        made.outcome == "returned",
        "wrong_result",
        f"{what}, the worker interrupted its rollback() after {(made.end or 0) - made.start:.2f} s",
        line=made.line,
        cure="Wait for the rollback as long as `ROLLBACK_SECONDS` allows.",
    )
    database.no_more(stuck, "swallowed_cancellation", what)
    database.same_log([*done([first]), "begin()", f"execute({stuck!r})", "rollback()"], what)

    # In the middle of begin(), too: it may come to its end, and a rollback does no harm.
    database = Database(witness, begin=witness.timed("begin", 3.0))
    call = submission.worker(database.conn, jobs)
    await under_way(witness, database, "begin()", call)
    what = "cancelled in the middle of begin()"
    outcome = await call.cancel()
    database.nothing_under_way(what)
    for one in database.calls[1:]:
        expect.true(
            one.label == "rollback()",
            "swallowed_cancellation",
            f"{what}, the worker still called {one.label}",
            line=one.line,
        )
    transactions.was_cancelled(outcome, what)


@pytest.mark.points(2)
async def test_commit_not_interrupted(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """Cancelled in the middle of a commit, the worker lets it end and then is cancelled."""
    first, second = jobs = draw_jobs(rng, 2)
    database = Database(witness, commit=witness.timed("commit", 100.0))
    call = submission.worker(database.conn, witness.items("jobs", jobs))
    await under_way(witness, database, "commit()", call)
    outcome = await call.cancel()
    what = f"cancelled in the middle of the commit() of {first!r}"
    commit = database.services["commit"].calls[0]
    expect.true(
        commit.outcome != "cancelled",
        "wrong_result",
        f"{what}, the commit was interrupted: nobody knows now whether {first!r} is done",
        line=commit.line,
        cure="Put the commit in a task, shield it, and wait for its end.",
    )
    database.nothing_under_way(what)
    for after in database.calls[3:]:
        if after.label == "rollback()":
            expect.refuse(
                "wrong_result",
                f"{what}, rollback() was called after commit() had ended",
                line=after.line,
                cure="Keep the commit out of the `try` that rolls back.",
            )
        expect.refuse(
            "swallowed_cancellation",
            f"{what}, the worker went on to {after.label} for {second!r}",
            line=after.line,
        )
    transactions.was_cancelled(outcome, what)


@pytest.mark.points(1)
async def test_rollback_fails(submission: Submission, witness: Witness, rng: Random) -> None:
    """If the rollback fails too, the worker still ends as cancelled, or with the job's error."""
    (job,) = draw_jobs(rng, 1)
    for kind in (ConnectionError, rng.choice([RuntimeError, KeyError, ZeroDivisionError])):
        lost = kind(f"the rollback is broken: {rng.randrange(10**6)}")
        database = Database(witness, {"rollback": lost}, execute=stuck_in(witness, job))
        call = submission.worker(database.conn, [job])
        await under_way(witness, database, f"execute({job!r})", call)
        outcome = await call.cancel()
        what = "cancelled, and with an error in its rollback()"
        database.rolled_back(job, what)
        transactions.was_cancelled(outcome, what)

    error = ValueError(f"{job} is broken")
    database = Database(witness, {"execute": error, "rollback": lost})
    outcome = await submission.worker(database.conn, [job]).outcome()
    transactions.failed_with(outcome, error, "worker, whose rollback() failed as well,")


@pytest.mark.points(1)
async def test_rollback_never_ends(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """A rollback that never ends is given up, and the worker still ends as cancelled."""
    (job,) = draw_jobs(rng, 1)
    limit = numbers["rollback_seconds"]
    database = Database(witness, execute=stuck_in(witness, job), rollback=witness.gate("rollback"))
    call = submission.worker(database.conn, [job])
    await under_way(witness, database, f"execute({job!r})", call)
    began = witness.now
    outcome = await call.cancel()
    what = "cancelled, and with a rollback() that never ends"
    rollback = database.rolled_back(job, what)
    transactions.was_cancelled(outcome, what)
    database.nothing_under_way(what)
    transactions.given_up(witness.now - began, limit, rollback)

    error = ValueError(f"{job} is broken")
    database = Database(witness, {"execute": error}, rollback=witness.gate("rollback"))
    outcome = await submission.worker(database.conn, [job]).outcome()
    transactions.failed_with(outcome, error, "worker, whose rollback() never ends,")
    database.nothing_under_way("after an error, and with a rollback() that never ends")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_workers_overlap(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, five workers, each with a connection, take about as long as one."""
    count, latency = int(numbers["workers"]), numbers["latency"]
    names = ("begin", "execute", "commit", "rollback")
    databases = [
        Database(witness, None, **{name: witness.timed(name, latency) for name in names})
        for _ in range(count)
    ]
    jobs = [draw_jobs(rng, 2) for _ in databases]
    with witness.under(0.8 * count * 6 * latency, ideal=6 * latency):
        calls = [
            submission.worker(database.conn, mine).start()
            for database, mine in zip(databases, jobs, strict=True)
        ]
        for call in calls:
            await call
    for database, mine in zip(databases, jobs, strict=True):
        database.same_log(done(mine), f"with {count} workers")
