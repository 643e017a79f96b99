"""Proves that `within` ends its job at the deadline, and tells that end from every other."""

from collections.abc import Callable
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteObject, Submission
from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.witness import Witness

EXACT = 1e-6
"""Seconds by which two moments on the test's clock may differ."""

CALLS = 6

ODD = 0.003
"""Seconds by which a job's end misses every moment at which an answer that looks now and then may
look: at one moment it would be chance which comes first."""


def draw_seconds(rng: Random) -> float:
    """Return a deadline that is no round number."""
    return rng.randrange(301, 900) / 100


def draw_result(rng: Random) -> str:
    """Return a result that nobody can guess."""
    return f"result-{rng.randrange(10**6)}"


def only_call(job: Service) -> ServiceCall:
    """Return the job's one call; refuse a job that was called never, or again."""
    expect.true(
        len(job.calls) == 1,
        "wrong_result",
        f"the job was to be called once, and was called {len(job.calls)} times",
        line=job.calls[-1].line if job.calls else 0,
    )
    return job.calls[0]


async def under_way(witness: Witness, job: Service, call: RemoteCall) -> ServiceCall:
    """Wait until the job has begun; refuse a `within` that ends without it."""
    await witness.idle()
    if not job.calls:
        outcome = await call.outcome()
        if outcome.error is not None:
            raise outcome.error
    return only_call(job)


async def never_polls(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """Refuse a wait that looks up from time to time. One timer may wake nobody, only warn."""
    deadline, result = draw_seconds(rng), draw_result(rng)
    job = witness.gate("job", lambda: result)
    call = submission.within(job, deadline, "default").start()
    await under_way(witness, job, call)
    timer = await early_timer(witness, deadline)
    if timer:
        due = timer - EXACT
        await witness.until(lambda: witness.now >= due, "busy_wait", "it sleeps for ever")
        timer = await early_timer(witness, deadline)
    expect.true(
        not timer,
        "busy_wait",
        f"with the job under way, it wakes up to look, and at {witness.now:.2f} s sleeps until "
        f"{timer:.2f} s to look again, though nothing is due before the deadline at "
        f"{deadline:.2f} s",
        line=await driver.call("waits_at") if timer else 0,
        cure="Wait for the job itself, and set one timer for the deadline: "
        "`asyncio.timeout(seconds)` does both.",
    )
    ended = witness.now
    job.release()
    expect.equal(await call, result, "within, whose job ended in time,")
    not_later(witness.now, ended, "the job had ended")


async def early_timer(witness: Witness, deadline: float) -> float:
    """Return when a timer is due before the deadline; 0 without one."""
    timer = (await witness.idle()).timer
    return timer if timer is not None and timer <= deadline - EXACT else 0.0


async def left_alone(
    driver: RemoteObject, witness: Witness, rng: Random, result: Callable[[], object], how: str
) -> None:
    """Refuse a `within` that strikes at its deadline though its job has ended before it."""
    seconds = draw_seconds(rng)
    job = witness.timed("job", 1.0 + ODD, result)
    expect.true(
        await driver.call("goes_on", job, seconds),
        "wrong_result",
        f"the job {how} after 1.00 s, and within ended with it; but after {seconds:.2f} s, at the "
        "deadline, its caller was cancelled, which was at something else by then",
        cure="Call off what is to strike at the deadline on every way out: `timer.cancel()` in a "
        "`finally`.",
    )


def gave(outcome: Outcome, wanted: object, what: str) -> None:
    """Refuse unless a call returned `wanted`."""
    if outcome.kind == "raised" and outcome.error is not None:
        if outcome.error.is_a("TimeoutError"):
            expect.refuse(
                "wrong_exception",
                f"{what} raised {outcome.error}, where it should return the default",
                line=outcome.error.line,
                cure="Catch your own deadline's TimeoutError, and return the default.",
            )
        raise outcome.error
    expect.true(
        outcome.kind != "cancelled",
        "wrong_exception",
        f"{what} ended with CancelledError, though nobody had cancelled its caller",
        cure="The CancelledError is that of your own deadline: catch it, and return the default.",
    )
    expect.equal(outcome.value, wanted, what)


async def ended_at(witness: Witness, call: ServiceCall, moment: float) -> None:
    """Refuse unless the job was cancelled at that moment, which is its deadline.

    Whether within waits until a job that was cancelled has ended is another test's business.
    """
    await witness.idle()
    expect.true(
        call.end is not None,
        "leaked_task",
        f"within returned at {witness.now:.2f} s, with the job still running",
        line=call.line,
        cure="Cancel the job at its deadline, and wait until it has ended.",
    )
    end = call.end or 0.0
    expect.true(
        end <= moment + EXACT,
        "too_slow",
        f"the job ended only at {end:.2f} s, where its deadline was at {moment:.2f} s",
        line=call.line,
        cure="Have the job cancelled at its deadline, while it waits.",
    )
    expect.true(
        call.outcome == "cancelled" and end >= moment - EXACT,
        "wrong_result",
        f"the job was cancelled at {end:.2f} s, before its deadline at {moment:.2f} s",
        line=call.line,
    )


def ended_as_cancelled(outcome: Outcome, when: str) -> None:
    """Refuse unless the driver's call, which was cancelled from outside, ended so."""
    # The driver gives a pair; what it holds is what within returned.
    if outcome.kind == "returned":
        told = expect.shown(outcome.value[0])
        expect.refuse(
            "swallowed_cancellation",
            f"within was cancelled by its caller {when} but returned {told}",
        )
    expect.cancelled(outcome, "within")


def not_later(now: float, moment: float, why: str) -> None:
    """Refuse a `within` that ends later than it can."""
    expect.true(
        now <= moment + EXACT,
        "too_slow",
        f"within ended at {now:.2f} s, though {why} at {moment:.2f} s",
    )


@pytest.mark.points(2)
async def test_in_time(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """A job that ends in time gives its result, at once, whatever the result is."""
    # First of all: later, a timer may be left from before, which wakes nobody any more.
    await never_polls(submission, witness, driver, rng)
    for result in (draw_result(rng), None, 0, ""):
        began, seconds, taken = witness.now, draw_seconds(rng), rng.randrange(50, 250) / 100 + ODD
        witness.ideal(began + taken)
        job = witness.timed("job", taken, lambda result=result: result)
        call = submission.within(job, seconds, "default").start()
        await under_way(witness, job, call)
        expect.equal(await call, result, f"within, whose job gave {result!r} in time,")
        not_later(witness.now, began + taken, "the job had ended")
        only_call(job)
    await left_alone(driver, witness, rng, lambda: "in time", "ended")


@pytest.mark.points(2)
async def test_default_at_the_deadline(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """A job that takes too long is cancelled at its deadline, and the default is returned."""
    for default in (draw_result(rng), None):
        began, seconds = witness.now, draw_seconds(rng)
        deadline = began + seconds
        witness.ideal(deadline)
        job = witness.timed("job", 10 * seconds, lambda: "late")
        gave(
            await submission.within(job, seconds, default).outcome(),
            default,
            f"within, given {seconds:g} s for a job of {10 * seconds:g} s,",
        )
        await ended_at(witness, only_call(job), deadline)
        not_later(witness.now, deadline, "the deadline was")


@pytest.mark.points(1)
async def test_waits_for_clean_up(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """At the deadline the job may clean up, and then the caller goes on as if nothing had been."""
    seconds, default = draw_seconds(rng), draw_result(rng)
    job = witness.timed("job", 10 * seconds)
    clean_up = witness.timed("clean_up", 2.0)
    got, cancelling = await driver.call("with_clean_up", job, clean_up, seconds, default)
    expect.true(
        [call.outcome for call in clean_up.calls] == ["returned"],
        "leaked_task",
        f"within returned at {witness.now:.2f} s, while the job, cancelled at {seconds:.2f} s, was "
        "still cleaning up",
        cure="`task.cancel()` only asks the job to end: wait for its end as well.",
    )
    expect.equal(got, default, "within, whose job cleaned up after its deadline,")
    not_later(witness.now, seconds + 2.0, "the job had cleaned up")
    expect.true(
        cancelling == 0,
        "wrong_result",
        f"within has returned, but its caller still counts as cancelled: cancelling() is "
        f"{cancelling}, not 0",
        cure="You cancelled your own caller with `Task.cancel()`: take that back with "
        "`Task.uncancel()`, or let `asyncio.timeout` do it.",
    )


@pytest.mark.points(1)
async def test_errors_of_the_job(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """An error of the job's reaches the caller, and so does a TimeoutError of its own."""
    number = rng.randrange(10**6)
    no_line, gave_up = ConnectionError(f"no line: {number}"), TimeoutError(f"gave up: {number}")
    for error, is_late in ((no_line, False), (gave_up, False), (gave_up, True)):
        began, seconds = witness.now, draw_seconds(rng)
        taken = seconds - ODD if is_late else 1.0 + ODD

        def fail_so(error: Exception = error) -> None:
            raise error

        job = witness.timed("job", taken, fail_so)
        outcome = await submission.within(job, seconds, "default").outcome()
        if job.calls:
            only_call(job)
        if outcome.kind == "returned":
            expect.refuse(
                "wrong_exception",
                f"the job itself raised {error!r} after {taken:.3f} s, before its deadline after "
                f"{seconds:.3f} s, but within returned {expect.shown(outcome.value)}",
                cure="Tell your deadline's TimeoutError from the job's: `timeout.expired()`.",
            )
        with expect.raises(error, "within"):
            if outcome.error is not None:
                raise outcome.error
        not_later(witness.now, began + taken, "the job had failed")

    def fail() -> None:
        raise no_line

    await left_alone(driver, witness, rng, fail, "failed")


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """When the caller is cancelled, the job is too, and within ends as cancelled after it."""
    job = witness.gate("job")
    clean_up = witness.timed("clean_up", 2.0)
    call = driver.call("with_clean_up", job, clean_up, draw_seconds(rng), "default").start()
    made = await under_way(witness, job, call)
    ended_as_cancelled(await call.cancel(), "before its deadline,")
    await witness.idle()
    expect.true(
        not job.in_flight,
        "leaked_task",
        "within was cancelled, but the job goes on",
        line=made.line,
    )
    expect.true(
        [call.outcome for call in clean_up.calls] == ["returned"],
        "leaked_task",
        "within was cancelled, and ended while the job was still cleaning up",
        cure="`task.cancel()` only asks the job to end: wait for its end as well.",
    )
    # The job has been cancelled by its deadline already; now the caller is cancelled as well. The
    # job may be cancelled once more then, or clean up to its end: either way it ends before us.
    late = witness.timed("clean_up", 2.0)
    call = driver.call("with_clean_up", witness.gate("job"), late, 1.0, "default").start()
    await witness.until(
        lambda: bool(late.calls), "wrong_result", "the job was not cancelled at its deadline"
    )
    when = "after its deadline, with the job cleaning up,"
    old = await driver.call("in_old_wait_for")
    ended_as_cancelled(await call.cancel(), when)
    await witness.idle()
    if old:  # the library's own fault, mended in 3.12: it leaves the job alone as well
        await witness.until(lambda: not late.in_flight, "leaked_task", "the job goes on")
    expect.true(
        not late.in_flight,
        "leaked_task",
        f"within was cancelled {when} and ended, but the job goes on",
        cure="The wait for the job's end can be cancelled too: awaiting a task cancels the task "
        "along with you, `asyncio.wait` leaves it running.",
    )


@pytest.mark.points(1)
async def test_each_its_own_deadline(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """Several at once, or one within the other, each keep their own deadline."""
    deadlines = [float(seconds) for seconds in rng.sample(range(1, 20), CALLS)]
    on_time = rng.sample(range(CALLS), CALLS // 2)
    witness.ideal(max(deadlines))
    jobs = [
        witness.timed(
            "job", seconds - 0.5 + ODD if number in on_time else 100.0, lambda n=number: n
        )
        for number, seconds in enumerate(deadlines)
    ]
    calls = [
        submission.within(job, seconds, "default").start()
        for job, seconds in zip(jobs, deadlines, strict=True)
    ]
    for number, (call, job) in enumerate(zip(calls, jobs, strict=True)):
        wanted = number if number in on_time else "default"
        gave(await call.outcome(), wanted, f"within({deadlines[number]:g} s), one of {CALLS},")
        if number not in on_time:
            await ended_at(witness, only_call(job), deadlines[number])
    for inner, outer, wanted in ((2.0, 7.0, "inner"), (7.0, 2.0, "outer")):
        began = witness.now
        job = witness.timed("job", 100.0)
        outcome = await driver.call("nested", job, inner, outer).outcome()
        gave(outcome, wanted, f"within({inner:g} s, 'inner') as a job within({outer:g} s, 'outer')")
        await ended_at(witness, only_call(job), began + 2.0)


@pytest.mark.points(1)
async def test_no_time_left(submission: Submission, witness: Witness, rng: Random) -> None:
    """With no seconds at all, the default is returned at once."""
    default = draw_result(rng)
    job = witness.timed("job", 5.0, lambda: "late")
    gave(await submission.within(job, 0, default).outcome(), default, "within, given 0 s,")
    not_later(witness.now, 0.0, "its deadline was")
    await witness.idle()
    expect.true(not job.in_flight, "leaked_task", "within had no time left, but the job goes on")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_on_a_real_clock(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """On a real clock, the caller has the default soon after the deadline."""
    default = draw_result(rng)
    deadline = numbers["deadline"]
    job = witness.timed("job", 10 * deadline)
    with witness.under(8 * deadline, ideal=deadline):
        got = await submission.within(job, deadline * witness.scale, default)
    expect.equal(got, default, "within")
