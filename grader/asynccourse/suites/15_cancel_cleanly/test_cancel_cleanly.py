"""Proves that `worker` leaves no transaction open, however it ends, and ends when it is told to."""

from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, Submission
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.witness import Witness

EXACT = 1e-6
"""Seconds by which two moments on the test's clock may differ."""

LONG = 1000.0
"""Seconds that a step takes which is to be cancelled."""


class Database:
    """A connection whose steps take their time, and what was done with it."""

    def __init__(
        self, witness: Witness, errors: dict[str, Exception] | None = None, **services: Service
    ) -> None:
        self.errors = errors or {}
        self.services = {
            name: services.get(name) or witness.timed(name, 0.5, self.giving(name))
            for name in ("begin", "execute", "commit", "rollback")
        }
        self.conn: ServiceObject = witness.object("conn", self.services)

    def giving(self, name: str) -> Callable[..., None]:
        """Return what answers a step: nothing, or its error."""

        def answer(*_args: object) -> None:
            if name in self.errors:
                raise self.errors[name]

        return answer

    @property
    def calls(self) -> list[ServiceCall]:
        """What was called, in order."""
        made = [call for service in self.services.values() for call in service.calls]
        return sorted(made, key=lambda call: call.id)

    @property
    def log(self) -> list[str]:
        """What was called, in order, in words."""
        return [call.label for call in self.calls]

    def last(self, name: str) -> ServiceCall:
        """Return the last call of a step."""
        return self.services[name].calls[-1]


def draw_jobs(rng: Random, count: int) -> list[str]:
    """Return some jobs."""
    return [f"job-{number}" for number in rng.sample(range(1000), count)]


def done(jobs: list[str]) -> list[str]:
    """Return what is to be called for these jobs."""
    return [label for job in jobs for label in ("begin()", f"execute({job!r})", "commit()")]


def same_log(database: Database, wanted: list[str], what: str) -> None:
    """Refuse calls that are not the ones wanted, or not in that order."""
    log = database.log
    if log != wanted and sorted(log) == sorted(wanted):
        place = next(n for n, pair in enumerate(zip(log, wanted, strict=True)) if len({*pair}) > 1)
        expect.refuse(
            "out_of_order",
            f"{what}, {log[place]} was called where {wanted[place]} was due",
            line=database.calls[place].line,
        )
    expect.true(
        log == wanted,
        "wrong_result",
        f"{what}, the calls were {', '.join(log) or 'none'}, not {', '.join(wanted) or 'none'}",
    )
    for before, after in pairwise(database.calls):
        expect.true(
            before.end is not None and after.start >= before.end,
            "out_of_order",
            f"{what}, {after.label} was called before {before.label} had ended",
            line=after.line,
        )


def nothing_under_way(database: Database, what: str) -> None:
    """Refuse a worker that has ended before one of its calls."""
    for call in database.calls:
        expect.true(
            call.outcome != "open",
            "leaked_task",
            f"{what}, the worker ended while its {call.label} was still under way",
            line=call.line,
        )


def rolled_back(database: Database, job: str, what: str) -> None:
    """Refuse unless a rollback, and nothing else, came after a job that was not done."""
    place = database.log.index(f"execute({job!r})")
    executed, *after = database.calls[place:]
    if not after:
        expect.refuse(
            "resource_leak",
            f"{what}, the transaction stayed open: {executed.label} had begun, and neither "
            "commit() nor rollback() was called",
            line=executed.line,
        )
    expect.true(
        after[0].label == "rollback()",
        "wrong_result",
        f"{what}, {after[0].label} was called instead of rollback()",
        line=after[0].line,
    )


def no_more(database: Database, job: str, code: str, what: str) -> None:
    """Refuse what was called after the one rollback that followed a job."""
    place = database.log.index(f"execute({job!r})") + 2
    for call in database.calls[place:]:
        expect.refuse(
            code, f"{what} and rolled back, {call.label} was still called", line=call.line
        )


def was_cancelled(outcome: Outcome, what: str) -> None:
    """Refuse a worker that was cancelled and didn't end so."""
    expect.true(
        outcome.kind == "cancelled",
        "swallowed_cancellation",
        f"{what}, the worker was to end as cancelled, but it {outcome!s}",
        line=outcome.error.line if outcome.error else 0,
    )


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
    same_log(database, done(jobs), what)
    nothing_under_way(database, what)


@pytest.mark.points(1)
async def test_no_jobs(submission: Submission, witness: Witness) -> None:
    """Without jobs nothing is begun."""
    database = Database(witness)
    await submission.worker(database.conn, [])
    same_log(database, [], "without jobs")


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
    rolled_back(database, broken, what)
    nothing_under_way(database, what)
    no_more(database, broken, "wrong_exception", what)
    same_log(database, [*done([first]), "begin()", f"execute({broken!r})", "rollback()"], what)

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
    rolled_back(database, stuck, what)
    was_cancelled(outcome, what)
    nothing_under_way(database, what)
    made = database.last("rollback")
    expect.true(
        made.outcome == "returned",
        "wrong_result",
        f"{what}, the worker interrupted its rollback() after {(made.end or 0) - made.start:.2f} s",
        line=made.line,
    )
    no_more(database, stuck, "swallowed_cancellation", what)
    same_log(database, [*done([first]), "begin()", f"execute({stuck!r})", "rollback()"], what)

    # In the middle of begin(), too: a rollback isn't needed then, and does no harm.
    database = Database(witness, begin=witness.gate("begin"))
    call = submission.worker(database.conn, jobs)
    await under_way(witness, database, "begin()", call)
    what = "cancelled in the middle of begin()"
    was_cancelled(await call.cancel(), what)
    nothing_under_way(database, what)
    for one in database.calls[1:]:
        expect.true(
            one.label == "rollback()",
            "swallowed_cancellation",
            f"{what}, the worker still called {one.label}",
            line=one.line,
        )


@pytest.mark.points(2)
async def test_commit_not_interrupted(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """Cancelled in the middle of a commit, the worker lets it end and then is cancelled."""
    first, second = jobs = draw_jobs(rng, 2)
    database = Database(witness, commit=witness.timed("commit", 7.0))
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
    )
    nothing_under_way(database, what)
    for after in database.calls[3:]:
        if after.label == "rollback()":
            expect.refuse(
                "wrong_result",
                f"{what}, rollback() was called after commit() had ended",
                line=after.line,
            )
        expect.refuse(
            "swallowed_cancellation",
            f"{what}, the worker went on to {after.label} for {second!r}",
            line=after.line,
        )
    was_cancelled(outcome, what)


@pytest.mark.points(1)
async def test_rollback_fails(submission: Submission, witness: Witness, rng: Random) -> None:
    """If the rollback fails too, the worker still ends as cancelled, or with the job's error."""
    (job,) = draw_jobs(rng, 1)
    lost = ConnectionError(f"the connection is lost: {rng.randrange(10**6)}")
    database = Database(witness, {"rollback": lost}, execute=stuck_in(witness, job))
    call = submission.worker(database.conn, [job])
    await under_way(witness, database, f"execute({job!r})", call)
    was_cancelled(await call.cancel(), "cancelled, and with an error in its rollback()")

    error = ValueError(f"{job} is broken")
    database = Database(witness, {"execute": error, "rollback": lost})
    with expect.raises(error, "worker, whose rollback() failed as well,"):
        await submission.worker(database.conn, [job])


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
    was_cancelled(outcome, what)
    nothing_under_way(database, what)
    given_up(witness.now - began, limit, database.last("rollback"))

    error = ValueError(f"{job} is broken")
    database = Database(witness, {"execute": error}, rollback=witness.gate("rollback"))
    with expect.raises(error, "worker, whose rollback() never ends,"):
        await submission.worker(database.conn, [job])
    nothing_under_way(database, "after an error, and with a rollback() that never ends")


def given_up(took: float, limit: float, rollback: ServiceCall) -> None:
    """Refuse a rollback that was given up later or sooner than it should."""
    told = f"a rollback() that never ends was given up after {took:.2f} s, not {limit:.2f} s"
    expect.true(took <= limit + EXACT, "too_slow", told, line=rollback.line)
    expect.true(took >= limit - EXACT, "wrong_result", told, line=rollback.line)


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
        same_log(database, done(mine), f"with {count} workers")
