"""Proves that `all_or_nothing` ends all its jobs, and raises what went wrong in any of them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, RemoteObject, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness
from asynccourse.shared import MOMENT, tidy_jobs

JOBS = tidy_jobs.JOBS

ALSO_ONE = "Raise an `ExceptionGroup` also where only one job failed, as a `TaskGroup` does."

ASK_FIRST = (
    "A task that was cancelled raises CancelledError where you await it, and where you ask for its "
    "`result()` or `exception()`: ask `cancelled()` first."
)


def draw(rng: Random) -> list[object]:
    """Return a value for each job, empty ones among them."""
    values: list[object] = [f"value-{rng.randrange(10**6)}" for _ in range(JOBS - 2)]
    return rng.sample([*values, None, 0], JOBS)


def one_fails(witness: Witness, broken: int, error: Exception) -> list[Service]:
    """Return jobs of which one fails after 1 s, and the others would take long."""
    outcomes: list[object] = ["never"] * JOBS
    outcomes[broken] = error
    return tidy_jobs.timed(
        witness, [1.0 if n == broken else tidy_jobs.LONG for n in range(JOBS)], outcomes
    )


async def failure(call: RemoteCall, jobs: Sequence[Service]) -> RemoteError:
    """Return the exception that the call raises; refuse one that ends in another way."""
    outcome = await call.outcome()
    failed = any(job.outcome == "raised" for job in tidy_jobs.of(jobs))
    if outcome.kind == "cancelled":
        expect.refuse(
            "wrong_exception",
            "all_or_nothing ended with CancelledError, but nobody had cancelled it",
            cure=ASK_FIRST,
        )
    if outcome.error is None:
        though = "a job had failed" if failed else "a job was still to fail"
        expect.refuse(
            "wrong_exception", f"all_or_nothing gave {expect.shown(outcome.value)}, though {though}"
        )
    if not failed:
        raise outcome.error  # one of its own, or still the stub's
    return outcome.error


def is_group_of(error: RemoteError, wanted: Sequence[Exception]) -> None:
    """Refuse unless `error` is an ExceptionGroup of exactly these exceptions, in any order."""
    tidy_jobs.is_group_of(error, wanted, "all_or_nothing", ALSO_ONE if len(wanted) == 1 else "")


@pytest.mark.points(2)
async def test_jobs_run_together(submission: Submission, witness: Witness, rng: Random) -> None:
    """All jobs are in flight together, and their results come in order."""
    values = draw(rng)
    jobs = witness.meeting({f"job_{n}": tidy_jobs.ending(value) for n, value in enumerate(values)})
    expect.same_order(await submission.all_or_nothing(jobs), values, "all_or_nothing")


@pytest.mark.points(1)
async def test_results_in_order(submission: Submission, witness: Witness, rng: Random) -> None:
    """The results come in the order of the jobs, whichever job ends first; without jobs, none."""
    values = draw(rng)
    delays = [float(delay) for delay in rng.sample(range(1, 100), JOBS)]
    jobs = tidy_jobs.timed(witness, delays, values)
    twice = rng.randrange(JOBS)
    jobs, values = [*jobs, jobs[twice]], [*values, values[twice]]
    with witness.under(max(delays) + MOMENT, ideal=max(delays)):
        got = await submission.all_or_nothing(jobs)
    expect.same_order(got, values, "all_or_nothing")
    expect.equal(await submission.all_or_nothing([]), [], "all_or_nothing without jobs")


@pytest.mark.points(2)
async def test_others_are_cancelled(submission: Submission, witness: Witness, rng: Random) -> None:
    """As soon as a job fails the others are cancelled, and none runs on."""
    jobs = one_fails(witness, rng.randrange(1, JOBS), tidy_jobs.draw_error(rng))
    witness.ideal(1.0)
    error = await failure(submission.all_or_nothing(jobs), jobs)
    await tidy_jobs.none_in_flight(
        witness, jobs, f"all_or_nothing had raised {expect.shown_error(error)}"
    )
    expect.true(
        witness.now < 1.0 + MOMENT,
        "too_slow",
        f"all_or_nothing ended {witness.now - 1:g} s after a job had failed: the others were not "
        "cancelled at once",
        line=max(tidy_jobs.of(jobs), key=lambda call: call.end or 0.0).line,
        cure="As soon as a job has failed, cancel those that still run.",
    )


@pytest.mark.points(1)
async def test_clean_up_is_awaited(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """When a job fails, the clean-up of the others has ended before the error is raised."""
    jobs = one_fails(witness, rng.randrange(JOBS), tidy_jobs.draw_error(rng))
    cleaners = tidy_jobs.clean_ups(witness, rng)
    others = tidy_jobs.CalledOff(driver, witness, jobs, cleaners)
    await failure(driver.call("all_or_nothing", jobs, cleaners), jobs)
    await others.have_ended(JOBS - 1, "all_or_nothing raised")
    await others.cancelled_at(1.0, "another had failed")


@pytest.mark.points(1)
async def test_one_error(submission: Submission, witness: Witness, rng: Random) -> None:
    """The exception of a job that failed is raised in an ExceptionGroup, also if it is one only."""
    inner = ExceptionGroup("two at once", [tidy_jobs.draw_error(rng), tidy_jobs.draw_error(rng)])
    for error in (tidy_jobs.draw_error(rng), inner):
        jobs = one_fails(witness, rng.randrange(JOBS), error)
        is_group_of(await failure(submission.all_or_nothing(jobs), jobs), [error])


@pytest.mark.points(1)
async def test_errors_in_clean_up(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """A job that fails in its clean-up has its exception in the same group."""
    one, two = rng.sample([kind for kind in tidy_jobs.KINDS if kind is not ConnectionError], 2)
    for kinds in ((ConnectionError, one, two), (one, ConnectionError, one)):
        broken, *unlucky = rng.sample(range(JOBS), 3)
        errors = [kind(f"broken: {rng.randrange(10**6)}") for kind in kinds]
        jobs = one_fails(witness, broken, errors[0])
        cleaners = tidy_jobs.clean_ups(witness, rng)
        for number, error in zip(unlucky, errors[1:], strict=True):
            cleaners[number].result = tidy_jobs.ending(error)
        raised = await failure(driver.call("all_or_nothing", jobs, cleaners), jobs)
        others = tidy_jobs.CalledOff(driver, witness, jobs, cleaners)
        await others.have_ended(JOBS - 1, "all_or_nothing raised")
        is_group_of(raised, errors)


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """When the caller is cancelled, every job is cancelled too, and has cleaned up before it."""
    jobs = tidy_jobs.timed(witness, [tidy_jobs.LONG] * JOBS, draw(rng))
    cleaners = tidy_jobs.clean_ups(witness, rng)
    call = driver.call("all_or_nothing", jobs, cleaners).start()
    await witness.until(
        lambda: all(job.in_flight for job in jobs),
        "sequential",
        "the jobs were never in flight together",
    )
    expect.cancelled(await call.cancel(), "all_or_nothing")
    all_jobs = tidy_jobs.CalledOff(driver, witness, jobs, cleaners)
    await all_jobs.have_ended(JOBS, "all_or_nothing was cancelled, and ended")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, six jobs take about as long as one."""
    values = draw(rng)
    latency = numbers["latency"]
    jobs = tidy_jobs.timed(witness, [latency] * JOBS, values)
    with witness.under(0.8 * JOBS * latency, ideal=latency):
        got = await submission.all_or_nothing(jobs)
    expect.same_order(got, values, "all_or_nothing")
