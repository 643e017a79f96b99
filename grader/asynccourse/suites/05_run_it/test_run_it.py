"""Proves that `main` runs its jobs together on a loop of its own, and leaves none behind."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteError, Submission
from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.witness import Witness

JOBS = 6


def draw(rng: Random) -> list[int]:
    """Return a value for each job."""
    return [rng.randrange(10**6) for _ in range(JOBS)]


def returning(value: int) -> Callable[[], int]:
    """Return a function that gives `value`."""
    return lambda: value


def jobs_that_meet(witness: Witness, values: list[int]) -> list[Service]:
    """Return jobs with these values, none of which ends before all are in flight."""
    results = {f"job_{n}": returning(value) for n, value in enumerate(values)}
    return in_one_loop(witness.meeting(results))


def jobs_that_take(witness: Witness, values: list[int], delays: list[float]) -> list[Service]:
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


async def run_main(submission: Submission, jobs: list[Service]) -> Any:
    """Return what `main` gives, or raise its error; what needs a running loop is refused here."""
    call = submission.main(jobs)
    error = (await call.outcome()).error
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
            "a task was to be made where no loop is running",
            line=line,
            cure="Make tasks inside the coroutine that you give to `asyncio.run`.",
        )
    return await call


@pytest.mark.points(3)
async def test_jobs_run_together(submission: Submission, witness: Witness, rng: Random) -> None:
    """All jobs are in flight together, and their results come in order."""
    values = draw(rng)
    got = await run_main(submission, jobs_that_meet(witness, values))
    expect.same_order(got, values, "main")


@pytest.mark.points(2)
async def test_callable_twice(submission: Submission, witness: Witness, rng: Random) -> None:
    """`main` can be called twice, and leaves no loop open."""
    for turn in ("the first call of main", "the second call of main"):
        values = draw(rng)
        got = await run_main(submission, jobs_that_meet(witness, values))
        expect.same_order(got, values, turn)


@pytest.mark.points(1)
async def test_results_in_order(submission: Submission, witness: Witness, rng: Random) -> None:
    """The results come in the order of the jobs, whichever job ends first."""
    values = draw(rng)
    delays = [float(delay) for delay in rng.sample(range(1, 100), JOBS)]
    got = await run_main(submission, jobs_that_take(witness, values, delays))
    expect.same_order(got, values, "main")


@pytest.mark.points(1)
async def test_no_jobs(submission: Submission) -> None:
    """Without jobs there is nothing to run, and the result is an empty list."""
    expect.equal(await run_main(submission, []), [], "main without jobs")


@pytest.mark.points(2)
async def test_error_reaches_caller(submission: Submission, witness: Witness, rng: Random) -> None:
    """If a job fails, its error reaches the caller, by itself or in a group of nothing else."""
    values = draw(rng)
    error = ConnectionError(f"job {rng.randrange(10**6)} is broken")

    def fail() -> None:
        raise error

    jobs = jobs_that_meet(witness, values)
    jobs[rng.randrange(JOBS)].result = fail
    try:
        got = await run_main(submission, jobs)
    except RemoteError as raised:
        if raised.kind == "NotImplementedError":
            raise  # still the stub, which is a verdict of its own
        leaves = expect.leaves(raised.error)
        expect.true(
            all((leaf.kind, leaf.text) == ("ConnectionError", str(error)) for leaf in leaves),
            "wrong_exception",
            f"main raised {expect.shown_error(raised)}, where a job had raised {error!r}",
            line=raised.line,
        )
        return
    if isinstance(got, list) and any(isinstance(item, RemoteError) for item in got):
        lines = enumerate(submission.session.source.lines, 1)
        expect.refuse(
            "wrong_exception",
            f"main returned a list with {error!r} in it, and raised nothing",
            line=next((n for n, text in lines if "return_exceptions" in text), 0),
            cure="An error among the results is easily overlooked: it is to be raised.",
        )
    expect.refuse("wrong_exception", f"main raised nothing, though a job had raised {error!r}")


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
