"""Proves that `all_or_nothing` ends all its jobs, and raises what went wrong in any of them."""

from collections.abc import Callable, Sequence
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, RemoteObject, Submission
from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.wall.values import Error

JOBS = 6

MOMENT = 0.001
"""Seconds that the end may come after what it waits for, on the virtual clock."""

LONG = 1000.0
"""Seconds that a job takes which is to be cancelled: longer than all clean-ups together."""

KINDS = (ConnectionError, TimeoutError, KeyError, ValueError, AssertionError)


def draw_error(rng: Random) -> Exception:
    """Return an error of any kind."""
    return rng.choice(KINDS)(f"broken: {rng.randrange(10**6)}")


def ending(outcome: object) -> Callable[[], object]:
    """Return a function that returns the outcome, or raises it if it is an exception."""

    def end() -> object:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return end


def draw(rng: Random) -> list[object]:
    """Return a value for each job, empty ones among them."""
    values: list[object] = [f"value-{rng.randrange(10**6)}" for _ in range(JOBS - 2)]
    return rng.sample([*values, None, 0], JOBS)


def timed(
    witness: Witness, delays: Sequence[float], outcomes: Sequence[object], name: str = "job"
) -> list[Service]:
    """Return services that end so after these delays."""
    pairs = zip(delays, outcomes, strict=True)
    return [
        witness.timed(f"{name}_{n}", delay, ending(outcome))
        for n, (delay, outcome) in enumerate(pairs)
    ]


def one_fails(witness: Witness, broken: int, error: Exception) -> list[Service]:
    """Return jobs of which one fails after 1 s, and the others would take long."""
    outcomes: list[object] = ["never"] * JOBS
    outcomes[broken] = error
    return timed(witness, [1.0 if n == broken else LONG for n in range(JOBS)], outcomes)


def clean_ups(witness: Witness, rng: Random) -> list[Service]:
    """Return a clean-up for each job, some of which take long."""
    delays = [float(delay) for delay in rng.sample(range(2, 20), JOBS)]
    return timed(witness, delays, [None] * JOBS, "clean_up")


async def failure(call: RemoteCall) -> RemoteError:
    """Return the exception that the call raises; refuse one that returns."""
    try:
        got = await call
    except RemoteError as error:
        if error.kind == "NotImplementedError":
            raise
        return error
    expect.refuse(
        "wrong_exception", f"all_or_nothing gave {expect.shown(got)}, though a job had failed"
    )
    raise AssertionError


def of(services: Sequence[Service]) -> list[ServiceCall]:
    """Return all calls of these services."""
    return [call for service in services for call in service.calls]


async def none_in_flight(witness: Witness, services: Sequence[Service], after: str) -> None:
    """Refuse if a job is still at work once `all_or_nothing` has ended."""
    await witness.idle()
    left = [call for call in of(services) if call.outcome == "open"]
    expect.true(
        not left,
        "leaked_task",
        f"{len(left)} of {JOBS} jobs still ran after {after}",
        line=left[0].line if left else 0,
    )


def not_cut_short(cleaners: Sequence[Service]) -> None:
    """Refuse if a job was cancelled once more while it cleaned up."""
    cut = [call for call in of(cleaners) if call.outcome == "cancelled"]
    expect.true(
        not cut,
        "resource_leak",
        f"the clean-up of {len(cut)} jobs was cut short: they were cancelled once more in it",
        line=cut[0].line if cut else 0,
    )


def cleaned_up(cleaners: Sequence[Service], cancelled: int, after: str) -> None:
    """Refuse unless each job that was cancelled has ended its clean-up by now."""
    ended = sum(call.outcome != "open" for call in of(cleaners))
    expect.true(
        ended == cancelled,
        "leaked_task",
        f"{after} when {cancelled - ended} of the {cancelled} jobs that were cancelled had not "
        "ended: their clean-up was still under way",
    )


def told(error: Error) -> tuple[str, object]:
    """Return what an exception is known by: its kind and words, or the members of a group."""
    return error.kind, [told(inner) for inner in error.group] or error.text


def given(error: Exception) -> tuple[str, object]:
    """Return the same of a suite's own exception."""
    members = error.exceptions if isinstance(error, ExceptionGroup) else ()
    return type(error).__name__, [given(inner) for inner in members] or str(error)


def is_group_of(error: RemoteError, wanted: Sequence[Exception]) -> None:
    """Refuse unless `error` is an ExceptionGroup of exactly these exceptions, in any order."""
    raised = expect.shown_error(error)
    names = " and ".join(map(expect.shown, wanted))
    expect.true(
        error.is_a("ExceptionGroup"),
        "wrong_exception",
        f"all_or_nothing raised {raised}, not an ExceptionGroup that holds {names}",
        line=error.line,
    )
    held = [told(inner) for inner in error.error.group]
    shown = ", ".join(f"{inner.kind}({inner.text!r})" for inner in error.error.group)
    for one in wanted:
        expect.true(
            given(one) in held,
            "lost_exception" if len(held) < len(wanted) else "wrong_exception",
            f"the group that all_or_nothing raised holds {shown}; a job had raised "
            f"{expect.shown(one)}, which is not in it",
            line=error.line,
        )
        held.remove(given(one))
    expect.true(
        not held,
        "wrong_exception",
        f"the group that all_or_nothing raised holds {shown}; the jobs had raised only {names}",
        line=error.line,
    )


@pytest.mark.points(2)
async def test_jobs_run_together(submission: Submission, witness: Witness, rng: Random) -> None:
    """All jobs are in flight together, and their results come in order."""
    values = draw(rng)
    jobs = witness.meeting({f"job_{n}": ending(value) for n, value in enumerate(values)})
    expect.same_order(await submission.all_or_nothing(jobs), values, "all_or_nothing")


@pytest.mark.points(1)
async def test_results_in_order(submission: Submission, witness: Witness, rng: Random) -> None:
    """The results come in the order of the jobs, whichever job ends first; without jobs, none."""
    values = draw(rng)
    delays = [float(delay) for delay in rng.sample(range(1, 100), JOBS)]
    jobs = timed(witness, delays, values)
    with witness.under(max(delays) + MOMENT, ideal=max(delays)):
        got = await submission.all_or_nothing(jobs)
    expect.same_order(got, values, "all_or_nothing")
    expect.equal(await submission.all_or_nothing([]), [], "all_or_nothing without jobs")


@pytest.mark.points(2)
async def test_others_are_cancelled(submission: Submission, witness: Witness, rng: Random) -> None:
    """As soon as a job fails the others are cancelled, and none runs on."""
    jobs = one_fails(witness, rng.randrange(1, JOBS), draw_error(rng))
    witness.ideal(1.0)
    error = await failure(submission.all_or_nothing(jobs))
    await none_in_flight(witness, jobs, f"all_or_nothing had raised {expect.shown_error(error)}")
    expect.true(
        witness.now < 1.0 + MOMENT,
        "too_slow",
        f"all_or_nothing ended {witness.now - 1:g} s after a job had failed: the others were not "
        "cancelled at once",
    )


@pytest.mark.points(1)
async def test_clean_up_is_awaited(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """When a job fails, the clean-up of the others has ended before the error is raised."""
    jobs = one_fails(witness, rng.randrange(JOBS), draw_error(rng))
    cleaners = clean_ups(witness, rng)
    await failure(driver.call("all_or_nothing", jobs, cleaners))
    not_cut_short(cleaners)
    cleaned_up(cleaners, JOBS - 1, "all_or_nothing raised")
    last = max(call.start for call in of(cleaners))
    expect.true(
        last < 1.0 + MOMENT,
        "too_slow",
        f"one of the jobs was cancelled only {last - 1:g} s after another had failed: first cancel "
        "all of them, then wait for all",
    )


@pytest.mark.points(1)
async def test_one_error(submission: Submission, witness: Witness, rng: Random) -> None:
    """The exception of a job that failed is raised in an ExceptionGroup, also if it is one only."""
    inner = ExceptionGroup("two at once", [draw_error(rng), draw_error(rng)])
    for error in (draw_error(rng), inner):
        jobs = one_fails(witness, rng.randrange(JOBS), error)
        is_group_of(await failure(submission.all_or_nothing(jobs)), [error])


@pytest.mark.points(1)
async def test_errors_in_clean_up(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """A job that fails in its clean-up has its exception in the same group."""
    broken, *unlucky = rng.sample(range(JOBS), 3)
    errors = [draw_error(rng) for _ in range(3)]
    jobs = one_fails(witness, broken, errors[0])
    cleaners = clean_ups(witness, rng)
    for number, error in zip(unlucky, errors[1:], strict=True):
        cleaners[number].result = ending(error)
    raised = await failure(driver.call("all_or_nothing", jobs, cleaners))
    cleaned_up(cleaners, JOBS - 1, "all_or_nothing raised")
    is_group_of(raised, errors)


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """When the caller is cancelled, every job is cancelled too and has ended before it."""
    jobs = timed(witness, [LONG] * JOBS, draw(rng))
    cleaners = clean_ups(witness, rng)
    call = driver.call("all_or_nothing", jobs, cleaners).start()
    await witness.until(
        lambda: all(job.in_flight for job in jobs),
        "sequential",
        "the jobs were never in flight together",
    )
    expect.cancelled(await call.cancel(), "all_or_nothing")
    cleaned_up(cleaners, JOBS, "all_or_nothing was cancelled, and ended")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, six jobs take about as long as one."""
    values = draw(rng)
    latency = numbers["latency"]
    jobs = timed(witness, [latency] * JOBS, values)
    with witness.under(0.8 * JOBS * latency, ideal=latency):
        got = await submission.all_or_nothing(jobs)
    expect.same_order(got, values, "all_or_nothing")
