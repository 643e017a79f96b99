"""Proves that `settle` runs every job to its end, and tells of each how it ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, RemoteObject, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness
from asynccourse.wall.values import Error

JOBS = 6

MANY = 60
"""Jobs that are in flight together all the same: more than an answer would allow itself."""

RETURNED = "Whether a job raised is known where it is awaited: catch there what it raises."

MOMENT = 0.001
"""Seconds that a result may come after the last job, on the virtual clock."""


class Broken(Exception):
    """An error that no built-in `except` knows."""


@dataclass(frozen=True)
class Returned:
    """An exception that a job returns and doesn't raise."""

    error: Exception


KINDS = (ConnectionError, TimeoutError, KeyError, ValueError, AssertionError, Broken)


def draw_error(rng: Random) -> Exception:
    """Return an error of any kind."""
    return rng.choice(KINDS)(f"broken: {rng.randrange(10**6)}")


def draw(rng: Random, failing: int = 2, jobs: int = JOBS) -> list[object]:
    """Return for each job what it is to return, or the exception that it is to raise."""
    outcomes: list[object] = [f"value-{rng.randrange(10**6)}" for _ in range(jobs)]
    for number in rng.sample(range(jobs), failing):
        outcomes[number] = draw_error(rng)
    return outcomes


def ending(outcome: object) -> Callable[[], object]:
    """Return a function that returns the outcome, or raises it if it is an exception."""

    def end() -> object:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome.error if isinstance(outcome, Returned) else outcome

    return end


def timed(witness: Witness, delays: Sequence[float], outcomes: Sequence[object]) -> list[Service]:
    """Return jobs that end so after these delays."""
    pairs = zip(delays, outcomes, strict=True)
    return [
        witness.timed(f"job_{n}", delay, ending(outcome))
        for n, (delay, outcome) in enumerate(pairs)
    ]


async def settled(call: RemoteCall) -> object:
    """Return what `settle` gives; refuse it if it raises what a job has raised."""
    try:
        return await call
    except RemoteError as error:
        if not from_a_job(error.error):
            raise  # an error of its own
        expect.refuse(
            "wrong_exception",
            f"settle raised {expect.shown_error(error)}: what a job raises belongs in `errors`",
            line=error.line,
            cure="Catch `Exception` around each job.",
        )


def from_a_job(error: Error) -> bool:
    """Return whether an error, or one in its group, was raised by a job."""
    return bool(error.origin) or any(from_a_job(inner) for inner in error.group)


def same(got: object, wanted: object) -> bool:
    """Return whether a place holds what is wanted there, exceptions by kind and words."""
    if not isinstance(wanted, Exception):
        return type(got) is type(wanted) and got == wanted
    if not isinstance(got, RemoteError):
        return False
    return got.origin is wanted or (
        got.kind == type(wanted).__name__ and str(wanted) == got.args[0]
    )


def permuted(got: Sequence[object], wanted: Sequence[object]) -> bool:
    """Return whether all that is wanted is there, in another order."""
    rest = list(got)
    for one in wanted:
        found = next((n for n, item in enumerate(rest) if same(item, one)), None)
        if found is None:
            return False
        del rest[found]
    return not rest


def are_settled(got: object, outcomes: Sequence[object]) -> None:
    """Refuse anything but the tuple of two lists that tells these outcomes."""
    results = [None if isinstance(one, Exception) else ending(one)() for one in outcomes]
    errors = [one if isinstance(one, Exception) else None for one in outcomes]
    pair = isinstance(got, tuple) and len(got) == 2 and all(isinstance(one, list) for one in got)
    expect.true(
        pair,
        "wrong_result",
        f"settle gave {expect.shown(got)}, not a tuple of two lists, (results, errors)",
    )
    assert isinstance(got, tuple)
    for name, mine, theirs in (("results", got[0], results), ("errors", got[1], errors)):
        expect.true(
            len(mine) == len(outcomes),
            "wrong_result",
            f"`{name}` has {len(mine)} places for {len(outcomes)} jobs: {expect.shown(mine)}",
        )
        in_place = all(same(*both) for both in zip(mine, theirs, strict=True))
        expect.true(
            in_place or not permuted(mine, theirs),
            "out_of_order",
            f"`{name}` is {expect.shown(mine)}: all there, but not in the order of the jobs, "
            f"{expect.shown(theirs)}",
        )
        for number, (one, wanted) in enumerate(zip(mine, theirs, strict=True)):
            expect.true(
                same(one, wanted),
                "wrong_result",
                f"{name}[{number}] is {expect.shown(one)}{beside(name, got[1], number)}, "
                f"where {how(number, outcomes[number])}",
                cure=RETURNED if isinstance(outcomes[number], Returned) else "",
            )


def beside(name: str, errors: Sequence[object], number: int) -> str:
    """Return what stands in `errors` beside a wrong result, as a clause; nothing for None."""
    error = errors[number] if name == "results" and number < len(errors) else None
    return "" if error is None else f", and errors[{number}] is {expect.shown(error)}"


def how(number: int, outcome: object) -> str:
    """Return how a job ended, and where that is to be told."""
    shown = expect.shown(outcome.error if isinstance(outcome, Returned) else outcome)
    if isinstance(outcome, Exception):
        return f"job {number} raised {shown}, which belongs in errors[{number}]"
    return f"job {number} returned {shown}, which belongs in results[{number}]"


def all_ended(jobs: Sequence[Service]) -> None:
    """Refuse unless each job was called once and ran to its own end."""
    for job in jobs:
        expect.true(
            len(job.calls) == 1,
            "wrong_result",
            f"{job.label}() was called {len(job.calls)} times, not once",
        )
        call = job.calls[0]
        expect.true(
            call.outcome != "cancelled",
            "wrong_result",
            f"{job.label}() was cancelled: a job goes on though another has failed",
            line=call.line,
        )


@pytest.mark.points(2)
async def test_jobs_run_together(submission: Submission, witness: Witness, rng: Random) -> None:
    """All jobs, be they six or sixty, are in flight together; each result and error is there."""
    for count in (JOBS, MANY):
        outcomes = draw(rng, jobs=count)
        jobs = witness.meeting({f"job_{n}": ending(outcome) for n, outcome in enumerate(outcomes)})
        are_settled(await settled(submission.settle(jobs)), outcomes)


@pytest.mark.points(2)
async def test_each_in_its_place(submission: Submission, witness: Witness, rng: Random) -> None:
    """Whichever job ends first, and however, all run to their end and keep their places."""
    for failing_first in (True, False):
        outcomes = draw(rng)
        delays = sorted(rng.randrange(1_000, 10_000) / 1009 for _ in range(JOBS))
        order = [isinstance(outcome, Exception) == failing_first for outcome in outcomes]
        first = iter(delays[: sum(order)])
        last = iter(reversed(delays[sum(order) :]))
        jobs = timed(witness, [next(first if one else last) for one in order], outcomes)
        longest = max(delays)
        witness.ideal(longest)
        began = witness.now
        got = await settled(submission.settle(jobs))
        took = witness.now - began
        expect.true(
            took < longest + MOMENT,
            "too_slow",
            f"settle took {took:.3f} s, though the last job had ended after {longest:.3f} s",
        )
        all_ended(jobs)
        are_settled(got, outcomes)


@pytest.mark.points(1)
async def test_whatever_returns_has_succeeded(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """A job that returns None, 0, "", [] or an exception has succeeded, and its place says so."""
    returned = Returned(draw_error(rng))
    outcomes: list[object] = rng.sample([None, 0, "", [], returned, draw_error(rng)], JOBS)
    delays = [float(delay) for delay in rng.sample(range(40, 90), JOBS)]
    jobs = timed(witness, delays, outcomes)
    are_settled(await settled(submission.settle(jobs)), outcomes)


@pytest.mark.points(1)
async def test_all_or_none_fail(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """Whether all jobs fail or none does, each error is handed over itself, a group as a group."""
    for failing in (JOBS, 0):
        outcomes = draw(rng, failing)
        if failing:
            group = ExceptionGroup("two at once", [draw_error(rng), draw_error(rng)])
            outcomes[rng.randrange(JOBS)] = group
        jobs = timed(witness, rng.sample(range(1, 50), JOBS), outcomes)
        are_settled(await settled(driver.call("settle", jobs)), outcomes)
        all_ended(jobs)
        for number in await driver.plain("made_anew"):
            expect.refuse(
                "wrong_result",
                f"errors[{number}] is another exception than the one that job {number} raised, "
                "with the same words: it is to be the exception itself",
            )


@pytest.mark.points(1)
async def test_no_jobs(submission: Submission) -> None:
    """Without jobs both lists are empty."""
    are_settled(await settled(submission.settle([])), [])


@pytest.mark.points(1)
async def test_job_twice(submission: Submission, witness: Witness, rng: Random) -> None:
    """A job that stands in the list twice is run twice, and has two places."""
    values = rng.sample(range(10**6), 2)
    given = iter(values)
    twice = witness.timed("twice", 1.0, lambda: next(given))
    between = draw_error(rng)
    once = witness.timed("once", 2.0, ending(between))
    got = await settled(submission.settle([twice, once, twice]))
    expect.true(
        len(twice.calls) == 2,
        "wrong_result",
        f"the job that stands in `jobs` twice was called {len(twice.calls)} times",
    )
    first = got[0][0] if isinstance(got, tuple) and got and got[0] else None
    if first == values[1]:  # which of the two is started first is nobody's business
        values.reverse()
    are_settled(got, [values[0], between, values[1]])


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """When the caller is cancelled, every job is cancelled too, and nobody catches it."""
    outcomes = draw(rng, failing=1)
    delays = [50.0 if isinstance(one, str) else 1.0 for one in outcomes]
    jobs = timed(witness, delays, outcomes)
    call = driver.call("settle", jobs).start()
    await witness.until(
        lambda: sum(len(job.in_flight) for job in jobs) == JOBS - 1 and witness.now >= 1,
        "sequential",
        "the jobs were never in flight together",
    )
    await witness.idle()
    expect.cancelled(await call.cancel(), "settle")
    await witness.idle()
    left = [one for job in jobs for one in job.in_flight]
    expect.true(
        not left,
        "leaked_task",
        f"{len(left)} jobs went on after settle had been cancelled",
        line=left[0].line if left else 0,
    )
    caught = await driver.plain("caught")
    expect.true(
        caught == 0,
        "swallowed_cancellation",
        f"{caught} of {JOBS - 1} jobs were cancelled with settle, but their CancelledError was "
        "caught: the tasks in which they ran ended as if nothing had been",
    )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, six jobs take about as long as one."""
    outcomes = draw(rng, failing=0)  # what an error ends in the same moment would be chance
    latency = numbers["latency"]
    jobs = timed(witness, [latency] * JOBS, outcomes)
    with witness.under(0.8 * JOBS * latency, ideal=latency):
        got = await settled(submission.settle(jobs))
    are_settled(got, outcomes)
