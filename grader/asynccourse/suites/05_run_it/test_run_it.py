"""Proves that `main` runs its jobs together on a loop of its own, and leaves none behind."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject, Submission
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.witness import Witness
from asynccourse.shared.errors import reaches_caller

JOBS = 6

MANY = 200
"""Jobs at once, where the six have overlapped: more than a limit of a hundred lets through."""

KINDS = (ConnectionError, TimeoutError, KeyError, ZeroDivisionError)
"""Errors of which code may take one or the other for something that it knows itself."""

TIMES = {0: "never", 1: "once", 2: "twice"}
"""How often, in words."""


def draw(rng: Random, count: int = JOBS) -> list[int]:
    """Return a value for each job."""
    return [rng.randrange(10**6) for _ in range(count)]


def draw_odd(rng: Random) -> list[Any]:
    """Return values that code may take for none, and two others, in any order."""
    odd: list[Any] = [None, 0, "", []]
    return rng.sample(odd + draw(rng, JOBS - len(odd)), JOBS)


def returning(value: object) -> Callable[[], object]:
    """Return a function that gives `value`."""
    return lambda: value


def jobs_of_one_name(witness: Witness, values: list[int]) -> list[ServiceObject]:
    """Return jobs that are called alike, none of which ends before all are in flight."""
    [job] = in_one_loop([witness.rendezvous("job", len(values), values.__getitem__)])
    return [witness.object("job", {"__call__": job}, bound=(n,)) for n in range(len(values))]


def jobs_that_meet(witness: Witness, values: list[int]) -> list[Service]:
    """Return jobs with these values, none of which ends before all are in flight."""
    results = {f"job_{n}": returning(value) for n, value in enumerate(values)}
    return in_one_loop(witness.meeting(results))


def jobs_that_take(
    witness: Witness, values: Sequence[object], delays: list[float]
) -> list[Service]:
    """Return jobs with these values, each of which takes its time."""
    pairs = enumerate(zip(values, delays, strict=True))
    return in_one_loop(
        [witness.timed(f"job_{n}", delay, returning(value)) for n, (value, delay) in pairs]
    )


def in_one_loop(jobs: list[Service]) -> list[Service]:
    """Have a job refused that runs in another thread than the one before it."""
    threads: set[int] = set()

    def check(call: ServiceCall) -> None:
        threads.add(call.thread)
        expect.true(
            len(threads) == 1,
            "wrong_thread",
            f"{call.label} runs in another thread than the jobs before it, in a loop of its own; "
            "one loop should run all of them",
            line=call.line,
            cure="One `asyncio.run` is enough: give it a coroutine that starts all the jobs.",
        )

    for job in jobs:
        job.check = check
    return jobs


def called(jobs: Sequence[Service], times: int, cure: str) -> None:
    """Refuse a job that was called more often than that, or less."""
    for job in jobs:
        made = len(job.calls)
        expect.true(
            made == times,
            "wrong_result",
            f"{job.label} was called {TIMES.get(made, f'{made} times')}, not {TIMES[times]}",
            line=job.calls[-1].line if job.calls else 0,
            cure=cure,
        )


async def run_main(submission: Submission, jobs: Sequence[Service | ServiceObject]) -> Any:
    """Return what `main` gives, or raise its error; what needs a running loop is refused here."""
    call = submission.main(jobs)
    outcome = await call.outcome()
    value, error = outcome.value, outcome.error
    if isinstance(value, RemoteObject) and value.handle.kind == "awaitable":
        expect.refuse(
            "not_awaited",
            "main returned something that is still to be awaited, not the list of results",
            cure="`main` is an ordinary function: it starts the loop, and returns what came out.",
        )
    text = error.error.text if error is not None else ""
    line = error.line if error is not None else 0
    if "a coroutine was expected" in text:
        given = "a gather" if "Future" in text else "something else"
        expect.refuse(
            "not_awaited",
            f"asyncio.run takes one coroutine, and was given {given}",
            line=line,
            cure="Write an `async def` that awaits the jobs together, and give `asyncio.run` that.",
        )
    old = "get_event_loop" in submission.session.source.quote(line)
    if "no running event loop" in text or ("no current event loop" in text and not old):
        expect.refuse(
            "not_awaited",
            "a task was to be made, or a job called, where no loop is running",
            line=line,
            cure="Call the jobs, and make tasks, inside the coroutine that `asyncio.run` is given.",
        )
    return await call


def raising(error: Exception) -> Callable[[], object]:
    """Return a function that raises `error`."""

    def fail() -> object:
        raise error

    return fail


@pytest.mark.points(3)
async def test_jobs_run_together(submission: Submission, witness: Witness, rng: Random) -> None:
    """All jobs are in flight together, and their results come in order."""
    values = draw(rng)
    got = await run_main(submission, jobs_that_meet(witness, values))
    expect.same_order(got, values, "main")
    # Behind the six, whose picture is the plainer one.
    values = draw(rng, MANY)
    got = await run_main(submission, jobs_of_one_name(witness, values))
    expect.same_order(got, values, f"main, with {MANY} jobs,")


@pytest.mark.points(2)
async def test_callable_twice(submission: Submission, witness: Witness, rng: Random) -> None:
    """`main` can be called again, with other jobs or the same, and leaves no loop open."""
    for turn, count in (("the first call of main", JOBS), ("main, called again with two jobs,", 2)):
        values = draw(rng, count)
        jobs = jobs_that_meet(witness, values)
        got = await run_main(submission, jobs if count == JOBS else tuple(jobs))
        expect.same_order(got, values, turn)
    [value] = values = draw(rng, 1)
    job = in_one_loop([witness.instant("job", returning(value))])
    for _ in range(2):
        expect.equal(await run_main(submission, job), values, "main with a single job")
    called(job, 2, "Keep nothing from one call of `main` to the next: each runs all of its jobs.")


@pytest.mark.points(1)
async def test_results_in_order(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """The results come in the order of the jobs, whichever job ends first."""
    values = draw_odd(rng)
    # One is long, so that no limit of a minute, say, is spared by chance.
    delays = [99.0, *(float(delay) for delay in rng.sample(range(1, 99), JOBS - 1))]
    jobs = jobs_that_take(witness, values, rng.sample(delays, JOBS))
    await driver.plain("prepare")
    got = await run_main(submission, [*jobs, jobs[0]])
    called(jobs[:1], 2, "A job that stands in `jobs` twice is to be run twice.")
    expect.same_order(got, [*values, values[0]], "main")


@pytest.mark.points(1)
async def test_no_jobs(submission: Submission) -> None:
    """Without jobs there is nothing to run, and the result is an empty list."""
    expect.equal(await run_main(submission, []), [], "main without jobs")


@pytest.mark.points(2)
async def test_error_reaches_caller(submission: Submission, witness: Witness, rng: Random) -> None:
    """If a job fails, its error reaches the caller, by itself or in a group of nothing else."""
    for kind in KINDS:
        error = kind(f"job {rng.randrange(10**6)} is broken")
        jobs = jobs_that_meet(witness, draw(rng))
        jobs[rng.randrange(JOBS)].result = raising(error)
        call = run_main(submission, jobs)
        await reaches_caller(call, error, "main", submission.session.source)
        called(jobs, 1, "Run each job once, also where it fails.")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock too, six jobs take less than one after the other."""
    values = draw(rng)
    latency = numbers["latency"]
    jobs = jobs_that_take(witness, values, [latency] * JOBS)
    with witness.under(0.8 * JOBS * latency, ideal=latency):
        got = await run_main(submission, jobs)
    expect.same_order(got, values, "main")
