"""Proves that `race` gives the first success, ends the losers and loses no error."""

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
"""Seconds that something may come after what it waits for, on the virtual clock."""

LONG = 1000.0
"""Seconds that a job takes which is to be cancelled: longer than all clean-ups together."""

KINDS = (ConnectionError, TimeoutError, KeyError, ValueError, AssertionError)


def draw_error(rng: Random) -> Exception:
    """Return an error of any kind."""
    return rng.choice(KINDS)(f"broken: {rng.randrange(10**6)}")


def draw_values(rng: Random) -> list[object]:
    """Return a value for each job."""
    return [f"value-{rng.randrange(10**6)}" for _ in range(JOBS)]


def draw_delays(rng: Random) -> list[float]:
    """Return a delay for each job, no two the same."""
    return [float(delay) for delay in rng.sample(range(1, 100), JOBS)]


def ending(outcome: object) -> Callable[[], object]:
    """Return a function that returns the outcome, or raises it if it is an exception."""

    def end() -> object:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return end


def timed(
    witness: Witness, delays: Sequence[float], outcomes: Sequence[object], name: str = "job"
) -> list[Service]:
    """Return services that end so after these delays."""
    pairs = zip(delays, outcomes, strict=True)
    return [
        witness.timed(f"{name}_{n}", delay, ending(outcome))
        for n, (delay, outcome) in enumerate(pairs)
    ]


def clean_ups(witness: Witness, rng: Random) -> list[Service]:
    """Return a clean-up for each job, no two of the same length."""
    delays = [float(delay) for delay in rng.sample(range(2, 20), JOBS)]
    return timed(witness, delays, [None] * JOBS, "clean_up")


async def won(call: RemoteCall, though: str) -> object:
    """Return what the race gives; refuse one that raises though a job succeeds."""
    try:
        return await call
    except RemoteError as error:
        if error.kind == "NotImplementedError":
            raise
        expect.refuse(
            "wrong_exception",
            f"race raised {expect.shown_error(error)}, though {though}",
            line=error.line,
        )
    raise AssertionError


def is_winner(got: object, winner: object, number: int) -> None:
    """Refuse a result that isn't the winner's."""
    expect.true(
        type(got) is type(winner) and got == winner,
        "wrong_result",
        f"race gave {expect.shown(got)}; the first to succeed was job {number}, which gave "
        f"{expect.shown(winner)}",
    )


def of(services: Sequence[Service]) -> list[ServiceCall]:
    """Return all calls of these services."""
    return [call for service in services for call in service.calls]


async def none_in_flight(witness: Witness, services: Sequence[Service], after: str) -> None:
    """Refuse if a job is still at work once `race` has ended."""
    await witness.idle()
    left = [call for call in of(services) if call.outcome == "open"]
    expect.true(
        not left,
        "leaked_task",
        f"{len(left)} of {JOBS} jobs still ran after {after}",
        line=left[0].line if left else 0,
    )


def ended_at_once(witness: Witness, due: float) -> None:
    """Refuse a race that ends later than its winner."""
    expect.true(
        witness.now < due + MOMENT,
        "too_slow",
        f"race ended after {witness.now:.3f} s; the first success was there after {due:.3f} s",
    )


def cleaned_up(cleaners: Sequence[Service], losers: int, after: str) -> None:
    """Refuse unless each job that was cancelled has ended its clean-up by now."""
    ended = sum(call.outcome != "open" for call in of(cleaners))
    expect.true(
        ended == losers,
        "leaked_task",
        f"{after} when {losers - ended} of the {losers} jobs that were cancelled had not ended: "
        "their clean-up was still under way",
    )


def told(error: Error) -> tuple[str, object]:
    """Return what an exception is known by: its kind and words, or the members of a group."""
    return error.kind, [told(inner) for inner in error.group] or error.text


def given(error: Exception) -> tuple[str, object]:
    """Return the same of a suite's own exception."""
    members = error.exceptions if isinstance(error, ExceptionGroup) else ()
    return type(error).__name__, [given(inner) for inner in members] or str(error)


async def fails(call: RemoteCall, errors: Sequence[Exception]) -> None:
    """Refuse unless the race raises an ExceptionGroup of exactly these, in any order."""
    try:
        got = await call
    except RemoteError as error:
        if error.kind == "NotImplementedError":
            raise
        is_group_of(error, errors)
        return
    expect.refuse("wrong_exception", f"race gave {expect.shown(got)}, though all jobs had failed")


def is_group_of(error: RemoteError, errors: Sequence[Exception]) -> None:
    """Refuse unless `error` is an ExceptionGroup of exactly these exceptions, in any order."""
    expect.true(
        error.is_a("ExceptionGroup"),
        "wrong_exception",
        f"all {len(errors)} jobs had failed, and race raised {expect.shown_error(error)}, not an "
        "ExceptionGroup",
        line=error.line,
    )
    held = [told(inner) for inner in error.error.group]
    shown = ", ".join(f"{inner.kind}({inner.text!r})" for inner in error.error.group)
    for one in errors:
        expect.true(
            given(one) in held,
            "lost_exception" if len(error.error.group) < len(errors) else "wrong_exception",
            f"the group that race raised holds {shown}; a job had raised {expect.shown(one)}, "
            "which is not in it",
            line=error.line,
        )
        held.remove(given(one))
    expect.true(
        not held,
        "wrong_exception",
        f"the group that race raised holds {len(errors) + len(held)} exceptions, though only "
        f"{len(errors)} jobs had failed: {shown}",
        line=error.line,
    )


@pytest.mark.points(1)
async def test_jobs_run_together(submission: Submission, witness: Witness, rng: Random) -> None:
    """All jobs are in flight together."""
    values = draw_values(rng)
    jobs = witness.meeting({f"job_{n}": ending(value) for n, value in enumerate(values)})
    got = await won(submission.race(jobs), "all jobs had succeeded")
    expect.true(
        got in values,
        "wrong_result",
        f"race gave {expect.shown(got)}, which is not what one of the jobs gave",
    )


@pytest.mark.points(2)
async def test_first_success(submission: Submission, witness: Witness, rng: Random) -> None:
    """The first success is the result, and the losers are cancelled at once."""
    values, delays = draw_values(rng), draw_delays(rng)
    winner = rng.randrange(1, JOBS - 1)  # neither the first in the list nor the last
    delays[winner] = 0.5
    jobs = timed(witness, delays, values)
    witness.ideal(0.5)
    got = await won(submission.race(jobs), f"job {winner} had succeeded")
    is_winner(got, values[winner], winner)
    ended_at_once(witness, 0.5)
    await none_in_flight(witness, jobs, f"race had returned the result of job {winner}")


@pytest.mark.points(2)
async def test_failures_before_it(submission: Submission, witness: Witness, rng: Random) -> None:
    """Failures don't end the race, however many come before the first success."""
    empty: object = rng.choice([None, 0, "", []])
    for value, failing in ((empty, JOBS - 2), ("last hope", JOBS - 1)):
        delays = sorted(draw_delays(rng))
        places = rng.sample(range(JOBS), JOBS)
        ends: list[object] = [draw_error(rng) if n < failing else f"late-{n}" for n in range(JOBS)]
        ends[failing] = value
        outcomes = [ends[place] for place in places]
        jobs = timed(witness, [delays[place] for place in places], outcomes)
        winner = places.index(failing)
        began = witness.now
        got = await won(submission.race(jobs), f"job {winner} succeeded after that")
        is_winner(got, value, winner)
        ended_at_once(witness, began + delays[failing])
        await none_in_flight(witness, jobs, f"race had returned the result of job {winner}")


@pytest.mark.points(1)
async def test_all_fail(submission: Submission, witness: Witness, rng: Random) -> None:
    """If all jobs fail, all their exceptions are raised in one group; one job is a race too."""
    errors = [draw_error(rng) for _ in range(JOBS - 1)]
    errors.append(ExceptionGroup("two at once", [draw_error(rng), draw_error(rng)]))
    await fails(submission.race(timed(witness, draw_delays(rng), errors)), errors)
    alone = draw_error(rng)
    await fails(submission.race(timed(witness, [1.0], [alone])), [alone])


@pytest.mark.points(1)
async def test_no_jobs(submission: Submission) -> None:
    """Without jobs there is no winner, which is a ValueError."""
    try:
        got = await submission.race([])
    except RemoteError as error:
        expect.true(
            error.is_a("ValueError"),
            "wrong_exception",
            f"race without jobs raised {expect.shown_error(error)}, not a ValueError",
            line=error.line,
        )
        return
    expect.refuse("wrong_exception", f"race without jobs gave {expect.shown(got)}")


@pytest.mark.points(1)
async def test_losers_clean_up(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """The losers' clean-up has ended before the result is there, and may fail."""
    values = draw_values(rng)
    winner, unlucky = rng.sample(range(JOBS), 2)
    delays = [0.5 if n == winner else LONG for n in range(JOBS)]
    jobs, cleaners = timed(witness, delays, values), clean_ups(witness, rng)
    cleaners[unlucky].result = ending(draw_error(rng))
    got = await won(driver.call("race", jobs, cleaners), f"job {winner} had succeeded")
    calls = of(cleaners)
    cut = sum(call.outcome == "cancelled" for call in calls)
    expect.true(
        not cut,
        "resource_leak",
        f"the clean-up of {cut} losers was cut short: they were cancelled once more in it",
    )
    cleaned_up(cleaners, JOBS - 1, "race returned")
    is_winner(got, values[winner], winner)
    last = max(call.start for call in calls)
    expect.true(
        last < 0.5 + MOMENT,
        "too_slow",
        f"one of the losers was cancelled only {last - 0.5:g} s after another job had won: first "
        "cancel all of them, then wait for all",
    )


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """When the caller is cancelled, every job is cancelled too and has ended before it."""
    values = draw_values(rng)
    broken = rng.randrange(JOBS)
    values[broken] = draw_error(rng)
    jobs = timed(witness, [1.0 if n == broken else LONG for n in range(JOBS)], values)
    cleaners = clean_ups(witness, rng)
    call = driver.call("race", jobs, cleaners).start()
    await witness.until(
        lambda: sum(len(job.in_flight) for job in jobs) == JOBS - 1 and witness.now >= 1,
        "sequential",
        "the jobs were never in flight together",
    )
    await witness.idle()
    expect.cancelled(await call.cancel(), "race")
    cleaned_up(cleaners, JOBS - 1, "race was cancelled, and ended")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_no_longer_than_the_winner(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, the race takes about as long as its winner."""
    values = draw_values(rng)
    latency = numbers["latency"]
    jobs = timed(witness, [latency * (1 if n == 2 else 20) for n in range(JOBS)], values)
    with witness.under(0.8 * JOBS * latency, ideal=latency):
        got = await won(submission.race(jobs), "job 2 had succeeded")
    is_winner(got, values[2], 2)
