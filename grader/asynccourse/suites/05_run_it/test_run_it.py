"""Proves that `main` runs its jobs together on a loop of its own, and leaves none behind."""

from collections.abc import Callable
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Submission
from asynccourse.judge.services import Service
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
    return witness.meeting({f"job_{n}": returning(value) for n, value in enumerate(values)})


@pytest.mark.points(3)
async def test_jobs_run_together(submission: Submission, witness: Witness, rng: Random) -> None:
    """All jobs are in flight together, and their results come in order."""
    values = draw(rng)
    expect.same_order(await submission.main(jobs_that_meet(witness, values)), values, "main")


@pytest.mark.points(2)
async def test_callable_twice(submission: Submission, witness: Witness, rng: Random) -> None:
    """`main` can be called twice, and leaves no loop open."""
    for turn in ("the first call of main", "the second call of main"):
        values = draw(rng)
        expect.same_order(await submission.main(jobs_that_meet(witness, values)), values, turn)


@pytest.mark.points(1)
async def test_results_in_order(submission: Submission, witness: Witness, rng: Random) -> None:
    """The results come in the order of the jobs, whichever job ends first."""
    values = draw(rng)
    delays = rng.sample(range(1, 100), JOBS)
    jobs = [
        witness.timed(f"job_{n}", float(delay), returning(value))
        for n, (delay, value) in enumerate(zip(delays, values, strict=True))
    ]
    expect.same_order(await submission.main(jobs), values, "main")


@pytest.mark.points(1)
async def test_no_jobs(submission: Submission) -> None:
    """Without jobs there is nothing to run, and the result is an empty list."""
    expect.equal(await submission.main([]), [], "main without jobs")


@pytest.mark.points(2)
async def test_error_reaches_caller(submission: Submission, witness: Witness, rng: Random) -> None:
    """If a job fails, its error reaches the caller, and no loop stays open."""
    values = draw(rng)
    error = ConnectionError(f"job {rng.randrange(10**6)} is broken")

    def fail() -> None:
        raise error

    jobs = jobs_that_meet(witness, values)
    jobs[rng.randrange(JOBS)].result = fail
    with expect.raises(error, "main"):
        await submission.main(jobs)


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, six jobs take about as long as one."""
    values = draw(rng)
    jobs = [
        witness.timed(f"job_{n}", numbers["latency"], returning(value))
        for n, value in enumerate(values)
    ]
    latency = numbers["latency"]
    with witness.under(0.8 * JOBS * latency, ideal=latency):
        expect.same_order(await submission.main(jobs), values, "main")
