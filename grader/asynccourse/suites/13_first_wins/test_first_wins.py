"""Proves that `race` gives the first success, ends the losers and loses no error."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, RemoteObject, Submission
from asynccourse.judge.witness import Witness
from asynccourse.shared import MOMENT, tidy_jobs
from asynccourse.verdicts.refusal import Refusal

JOBS = tidy_jobs.JOBS

MANY = 100
"""Jobs that are in flight together: more than any limit that an answer could set for itself."""

GO_ON = "A job that fails is out of the race, no more: keep its error, and wait on."
ALL = "Keep the error of each job, and raise an `ExceptionGroup` of all of them."
OWN = "`await task` raises the loser's own error here, which is no matter: nobody needs it."
EACH = (
    "Keep the error of each job, as it is, also of two that are equal, and raise an "
    "`ExceptionGroup` of all of them."
)
AS_IT_IS = "The group holds each job's exception as it is: a group, too, is one of them."
RETURNED = "Whether a job raised is known where it is awaited: catch there what it raises."
LOOK = "Look at `task.exception()` of every task that has ended, also beside a winner."


def draw_values(rng: Random, count: int = JOBS) -> list[object]:
    """Return a value for each job."""
    return [f"value-{rng.randrange(10**6)}" for _ in range(count)]


def draw_delays(rng: Random) -> list[float]:
    """Return a delay for each job, no two the same."""
    return [float(delay) for delay in rng.sample(range(1, 100), JOBS)]


async def won(call: RemoteCall, though: str, cure: str = GO_ON) -> object:
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
            cure=cure if any("broken" in leaf.text for leaf in expect.leaves(error.error)) else "",
        )
    raise AssertionError


def is_winner(got: object, winner: object, number: int) -> None:
    """Refuse a result that isn't the winner's."""
    same = type(got) is type(winner) and got == winner
    if isinstance(winner, Exception) and isinstance(got, RemoteError):
        same = tidy_jobs.told(got.error) == tidy_jobs.given(winner)
    expect.true(
        same,
        "wrong_result",
        f"race gave {expect.shown(got)}; the first to succeed was job {number}, which gave "
        f"{expect.shown(winner)}",
    )


def ended_at_once(witness: Witness, due: float) -> None:
    """Refuse a race that ends later than its winner."""
    expect.true(
        witness.now < due + MOMENT,
        "too_slow",
        f"race ended after {witness.now:.3f} s; the first success was there after {due:.3f} s",
    )


async def fails(call: RemoteCall, errors: Sequence[Exception]) -> None:
    """Refuse unless the race raises an ExceptionGroup of exactly these, in any order."""
    try:
        got = await call
    except RemoteError as error:
        if error.kind == "NotImplementedError":
            raise
        try:
            tidy_jobs.is_group_of(error, errors, "race", ALL)
        except Refusal as refusal:
            if refusal.code == "lost_exception":
                refusal.cure = EACH
            if tidy_jobs.told(error.error) not in map(tidy_jobs.given, errors):
                none_taken_apart(error, errors)
                twice_if_run_twice(error, errors)
            raise
        return
    expect.refuse("wrong_exception", f"race gave {expect.shown(got)}, though all jobs had failed")


def none_taken_apart(error: RemoteError, errors: Sequence[Exception]) -> None:
    """Refuse members of a group that a job had raised in the place of that group."""
    held = [tidy_jobs.told(inner) for inner in error.error.group]
    for one in errors:
        if isinstance(one, ExceptionGroup) and tidy_jobs.given(one) not in held:
            expect.true(
                not all(tidy_jobs.given(member) in held for member in one.exceptions),
                "wrong_exception",
                f"a job had raised {expect.shown(one)}, and the group that race raised holds what "
                "was in it, each by itself",
                line=error.line,
                cure=AS_IT_IS,
            )


def twice_if_run_twice(error: RemoteError, errors: Sequence[Exception]) -> None:
    """Refuse a group that holds only one of two errors that are equal."""
    held = [tidy_jobs.told(inner) for inner in error.error.group]
    raised = [tidy_jobs.given(one) for one in errors]
    for one, known in zip(errors, raised, strict=True):
        expect.true(
            not (held.count(known) == 1 < raised.count(known)),
            "lost_exception",
            f"one job was there twice, and raised {expect.shown(one)} whenever it was run: the "
            "group that race raised holds that only once",
            line=error.line,
            cure="Run each job of the list, also one that is there twice, and keep each one's "
            "error.",
        )


async def all_seen(driver: RemoteObject, what: str) -> None:
    """Refuse if a job has failed, and nobody has looked at its error."""
    lines = await driver.plain("unseen")
    expect.true(
        not lines,
        "lost_exception",
        f"{what}, and nobody has looked at the error of {len(lines)} of them",
        line=lines[0] if lines else 0,
        cure=LOOK,
    )


@pytest.mark.points(1)
async def test_jobs_run_together(submission: Submission, witness: Witness, rng: Random) -> None:
    """All jobs are in flight together."""
    values = draw_values(rng, MANY)
    jobs = witness.meeting({f"job_{n}": tidy_jobs.ending(value) for n, value in enumerate(values)})
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
    jobs = tidy_jobs.timed(witness, delays, values)
    witness.ideal(0.5)
    got = await won(submission.race(jobs), f"job {winner} had succeeded")
    is_winner(got, values[winner], winner)
    ended_at_once(witness, 0.5)
    await tidy_jobs.none_in_flight(witness, jobs, f"race had returned the result of job {winner}")


@pytest.mark.points(2)
async def test_failures_before_it(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """Failures don't end the race, however many come before the first success, or with it."""
    empty: object = rng.choice([None, 0, "", []])
    returned = ValueError(f"returned: {rng.randrange(10**6)}")  # which no job raises
    for value, failing in ((empty, JOBS - 2), ("last hope", JOBS - 1), (returned, JOBS - 1)):
        delays = sorted(draw_delays(rng))
        places = rng.sample(range(JOBS), JOBS)
        ends: list[object] = [
            tidy_jobs.draw_error(rng) if n < failing else f"late-{n}" for n in range(JOBS)
        ]
        ends[failing] = value
        outcomes = [ends[place] for place in places]
        jobs = tidy_jobs.timed(witness, [delays[place] for place in places], outcomes)
        winner = places.index(failing)
        jobs[winner].result = lambda value=value: value
        began = witness.now
        though = f"job {winner} succeeded after that: it returned {expect.shown(value)}"
        cure = RETURNED if value is returned else GO_ON
        got = await won(submission.race(jobs), though, cure)
        is_winner(got, value, winner)
        ended_at_once(witness, began + delays[failing])
        await tidy_jobs.none_in_flight(
            witness, jobs, f"race had returned the result of job {winner}"
        )
    go = witness.timed("start", 1.0)
    for winner in range(JOBS):  # one of them is the last to be looked at, in whatever order
        ends = [f"winner-{rng.randrange(10**6)}" if n == winner else None for n in range(JOBS)]
        call = driver.call("race_to_one_moment", go, ends)
        got = await won(call, f"job {winner} succeeded as the others failed")
        is_winner(got, ends[winner], winner)
        await all_seen(driver, "jobs failed in the moment in which the winner succeeded")


@pytest.mark.points(1)
async def test_all_fail(submission: Submission, witness: Witness, rng: Random) -> None:
    """If all jobs fail, all their exceptions are raised in one group; one job is a race too."""
    errors = [tidy_jobs.draw_error(rng) for _ in range(JOBS - 1)]
    errors.append(
        ExceptionGroup("two at once", [tidy_jobs.draw_error(rng), tidy_jobs.draw_error(rng)])
    )
    jobs = tidy_jobs.timed(witness, draw_delays(rng), errors)
    # A job may be there twice, and is run twice.
    await fails(submission.race([*jobs, jobs[0]]), [*errors, errors[0]])
    alone = tidy_jobs.draw_error(rng)
    await fails(submission.race(tidy_jobs.timed(witness, [1.0], [alone])), [alone])


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
    delays = [0.5 if n == winner else tidy_jobs.LONG for n in range(JOBS)]
    jobs, cleaners = tidy_jobs.timed(witness, delays, values), tidy_jobs.clean_ups(witness, rng)
    cleaners[unlucky].result = tidy_jobs.ending(tidy_jobs.draw_error(rng))
    losers = tidy_jobs.CalledOff(driver, witness, jobs, cleaners)
    call = driver.call("race", jobs, cleaners)
    got = await won(call, f"job {winner} had succeeded, and only a loser's clean-up failed", OWN)
    await losers.have_ended(JOBS - 1, "race returned")
    is_winner(got, values[winner], winner)
    await losers.cancelled_at(0.5, "another job had won")
    await all_seen(driver, "losers failed in their clean-up")


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """When the caller is cancelled, every job is cancelled too, and has cleaned up before it."""
    values = draw_values(rng)
    broken = rng.randrange(JOBS)
    values[broken] = tidy_jobs.draw_error(rng)
    jobs = tidy_jobs.timed(
        witness, [1.0 if n == broken else tidy_jobs.LONG for n in range(JOBS)], values
    )
    cleaners = tidy_jobs.clean_ups(witness, rng)
    call = driver.call("race", jobs, cleaners).start()
    await witness.until(
        lambda: sum(len(job.in_flight) for job in jobs) == JOBS - 1 and witness.now >= 1,
        "sequential",
        "the jobs were never in flight together",
    )
    await witness.idle()
    expect.cancelled(await call.cancel(), "race")
    others = tidy_jobs.CalledOff(driver, witness, jobs, cleaners)
    await others.have_ended(JOBS - 1, "race was cancelled, and ended")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_no_longer_than_the_winner(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, the race takes about as long as its winner."""
    values = draw_values(rng)
    latency = numbers["latency"]
    jobs = tidy_jobs.timed(witness, [latency * (1 if n == 2 else 20) for n in range(JOBS)], values)
    with witness.under(0.8 * JOBS * latency, ideal=latency):
        got = await won(submission.race(jobs), "job 2 had succeeded")
    is_winner(got, values[2], 2)
