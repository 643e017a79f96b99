"""Proves that `Background` loses no work and no error, and keeps nothing longer than it must."""

from collections.abc import Callable
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteError, RemoteObject, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness

EXACT = 1e-6
"""Seconds by which two moments on the test's clock may differ."""

COUNT = 5

MANY = 30


def giving(value: object) -> Callable[..., object]:
    """Return a function that gives `value`."""
    return lambda *_args: value


def failing(error: Exception) -> Callable[..., object]:
    """Return a function that raises `error`."""

    def fail(*_args: object) -> object:
        raise error

    return fail


def closed(outcome: Outcome) -> None:
    """Refuse an `aclose` that ended with an error."""
    if outcome.kind == "raised" and outcome.error is not None:
        if outcome.error.kind == "NotImplementedError":
            raise outcome.error
        expect.refuse(
            "wrong_exception",
            f"aclose raised {expect.shown_error(outcome.error)}: it is to wait, not to fail",
            line=outcome.error.line,
        )
    expect.true(
        outcome.kind == "returned",
        "wrong_exception",
        "aclose ended with CancelledError, though nobody had cancelled its caller",
    )


async def all_done(witness: Witness, services: list[Service], calls: int, when: str) -> None:
    """Refuse unless so many calls were made, and all of them ended by themselves."""
    await witness.idle()  # what was cancelled and not waited for has ended now; the clock stands
    made = [call for service in services for call in service.calls]
    left = [call for call in made if call.outcome == "open"]
    missing = calls - len(made)
    if left or missing > 0:
        told = f"{len(left)} still ran" if left else f"{missing} had not begun"
        expect.refuse(
            "leaked_task",
            f"{when}, after {witness.now:.2f} s, {told} of the {calls} that were spawned",
        )
    stopped = [call for call in made if call.outcome == "cancelled"]
    expect.true(
        not stopped,
        "wrong_result",
        f"{when}, {len(stopped)} of {calls} had been cancelled, after "
        f"{(stopped[0].end or 0) if stopped else 0:.2f} s: it is to wait for them",
    )


def reported_once(report: Service, error: Exception, moment: float) -> None:
    """Refuse unless that error was reported once, when it was raised."""
    told = f"{error!r} was raised after {moment:.2f} s in the background"
    calls = [call for call in report.calls if len(call.args) == 1 and is_it(call.args[0], error)]
    expect.true(bool(calls), "lost_exception", f"{told}, and {instead(report)}")
    expect.true(
        len(calls) == 1, "wrong_result", f"{told}, and reported {len(calls)} times, not once"
    )
    expect.true(
        calls[0].start <= moment + EXACT,
        "too_slow",
        f"{told}, and reported only after {calls[0].start:.2f} s",
        line=calls[0].line,
    )


def instead(report: Service) -> str:
    """Say what was reported instead of the error."""
    if not report.calls:
        return "report() was never called"
    return f"report() was called with {', '.join(map(repr, report.calls[-1].args)) or 'nothing'}"


def is_it(reported: object, error: Exception) -> bool:
    """Return whether what was reported is that error."""
    return isinstance(reported, RemoteError) and (
        reported.origin is error
        or (reported.kind == type(error).__name__ and reported.error.text == str(error))
    )


def no_report(report: Service, when: str) -> None:
    """Refuse a report though nothing has failed."""
    for call in report.calls[:1]:
        expect.refuse("wrong_result", f"{when}, but {call.label} was called", line=call.line)


@pytest.mark.points(1)
async def test_all_at_once(submission: Submission, witness: Witness, driver: RemoteObject) -> None:
    """What is spawned starts by itself, and all of it is under way together."""
    report = witness.instant("report", mode="instant")
    background = await submission.Background(report)
    work = witness.gate("work")
    await driver.plain("spawn_many", background, work, COUNT)
    await witness.all_in_flight(work, COUNT)
    work.release()
    await witness.idle()
    closed(await background.call("aclose").outcome())
    await all_done(witness, [work], COUNT, "when aclose had returned")
    no_report(report, "nothing had failed")


@pytest.mark.points(2)
async def test_close_waits(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """Closing waits until all has ended, also what was spawned meanwhile, and no longer."""
    background = await submission.Background(witness.instant("report", mode="instant"))
    delays = [float(delay) for delay in rng.sample(range(1, 20), COUNT)]
    witness.ideal(max(delays))
    work = witness.timed("work", delays.__getitem__)
    await driver.plain("spawn_many", background, work, COUNT)
    closed(await background.call("aclose").outcome())
    await all_done(witness, [work], COUNT, "when aclose had returned")
    late = witness.now - max(delays)
    expect.true(
        late <= EXACT, "too_slow", f"aclose returned {late:.2f} s after the last task had ended"
    )

    background = await submission.Background(witness.instant("report", mode="instant"))
    first, second = witness.timed("first", 2.0), witness.timed("second", 3.0)
    await driver.plain("spawn_chain", background, first, second)
    closed(await background.call("aclose").outcome())
    await all_done(
        witness, [first, second], 2, "when aclose had returned, with one spawned by the other"
    )


@pytest.mark.points(2)
async def test_survives_garbage_collection(
    submission: Submission, witness: Witness, driver: RemoteObject
) -> None:
    """A garbage collection takes away nothing that is still under way."""
    background = await submission.Background(witness.instant("report", mode="instant"))
    done = witness.instant("done")
    await driver.plain("spawn_unheld", background, done, COUNT)
    await witness.idle()
    left = await driver.plain("collect")
    expect.true(
        left == COUNT,
        "leaked_task",
        f"a garbage collection destroyed {COUNT - left} of {COUNT} tasks in the middle of their "
        "work: nobody held them, and the loop does so only weakly",
    )
    await driver.plain("wake")
    await witness.idle()
    closed(await background.call("aclose").outcome())
    await all_done(witness, [done], COUNT, "when aclose had returned")


@pytest.mark.points(1)
async def test_nothing_is_kept(
    submission: Submission, witness: Witness, driver: RemoteObject
) -> None:
    """What has ended is kept no longer: not the task, not the coroutine, not its result."""
    background = await submission.Background(witness.instant("report", mode="instant"))
    work = witness.timed("work", 1.0)
    await driver.plain("spawn_traced", background, work, MANY)
    await witness.until(
        lambda: sum(call.outcome == "returned" for call in work.calls) == MANY,
        "hang",
        f"of {MANY} coroutines that were spawned, {len(work.calls)} have begun",
    )
    await witness.idle()
    # Whoever looks for what has ended only when the next one comes, may.
    last = witness.gate("last")
    await driver.plain("spawn", background, last)
    await witness.until(
        lambda: bool(last.calls), "hang", "the last one that was spawned has never begun"
    )
    await witness.idle()
    names = ("tasks", "coroutines", "results")
    kept = dict(zip(names, await driver.plain("kept"), strict=True))
    told = ", ".join(f"{count} {name}" for name, count in kept.items() if count)
    last.release()
    await witness.idle()
    closed(await background.call("aclose").outcome())
    expect.true(
        not told,
        "resource_leak",
        f"after {MANY} coroutines had ended, this was still kept in memory: {told}",
    )


@pytest.mark.points(1)
async def test_errors_are_reported(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """Each error is reported, once and at once, and nothing else ends for it."""
    errors = [ValueError(f"error {rng.randrange(10**6)}"), OSError(f"{rng.randrange(10**6)}")]
    late = ConnectionError(f"late error {rng.randrange(10**6)}")
    report = witness.instant("report", mode="instant")
    background = await submission.Background(report)
    good = witness.timed("good", 5.0, giving("good"))
    works = [
        witness.timed(f"work_{number}", number + 1.0, failing(error))
        for number, error in enumerate(errors)
    ]
    for work in (good, *works):
        await driver.plain("spawn", background, work)
    await witness.until(
        lambda: bool(good.calls) and good.calls[0].outcome != "open",
        "leaked_task",
        "the coroutine that does not fail has never ended",
    )
    await witness.idle()
    for moment, error in enumerate(errors, 1):
        reported_once(report, error, moment)
    await driver.plain("spawn", background, witness.timed("late", 2.0, failing(late)))
    after = witness.timed("after", 4.0, giving("good"))
    await driver.plain("spawn", background, after)
    closed(await background.call("aclose").outcome())
    await all_done(witness, [good, after], 2, "when aclose had returned, and others had failed")
    reported_once(report, late, 7.0)
    for moment, error in enumerate(errors, 1):
        reported_once(report, error, moment)
    expect.true(
        len(report.calls) == len(errors) + 1,
        "wrong_result",
        f"{len(errors) + 1} coroutines failed, and report() was called {len(report.calls)} times",
    )


@pytest.mark.points(1)
async def test_nothing_to_close(
    submission: Submission, witness: Witness, driver: RemoteObject
) -> None:
    """With nothing of its own to wait for, closing returns at once, however often it is done."""
    report = witness.instant("report", mode="instant")
    ending = await submission.Background(report)
    closed(await driver.call("close_as_it_ends", ending).outcome())
    empty, busy = await submission.Background(report), await submission.Background(report)
    work = witness.timed("work", 9.0)
    await driver.plain("spawn", busy, work)
    await witness.idle()
    for _ in range(2):
        closed(await empty.call("aclose").outcome())
        expect.true(
            witness.now == 0,
            "too_slow",
            f"aclose had nothing to wait for, and returned after {witness.now:.2f} s",
        )
    for _ in range(2):
        closed(await busy.call("aclose").outcome())
        await all_done(witness, [work], 1, "when aclose had returned")


@pytest.mark.points(1)
async def test_close_is_cancelled(
    submission: Submission, witness: Witness, driver: RemoteObject
) -> None:
    """When the caller of aclose is cancelled, all that still runs is cancelled and cleans up."""
    report = witness.instant("report", mode="instant")
    background = await submission.Background(report)
    work, clean_up = witness.gate("work"), witness.timed("clean_up", float)
    for number in range(COUNT):
        await driver.plain("spawn_with_clean_up", background, work, clean_up, number + 1)
    call = background.call("aclose").start()
    await witness.idle()
    expect.true(len(work.in_flight) == COUNT, "wrong_result", "aclose ended what it is to wait for")
    outcome = await call.cancel()
    expect.cancelled(outcome, "aclose")
    await witness.idle()
    left = len(work.in_flight)
    expect.true(
        left == 0, "leaked_task", f"aclose was cancelled, but {left} of {COUNT} tasks go on"
    )
    cleaned = sum(one.outcome == "returned" for one in clean_up.calls)
    expect.true(
        cleaned == COUNT,
        "leaked_task",
        f"aclose was cancelled, and ended when only {cleaned} of {COUNT} tasks had cleaned up",
    )
    await witness.idle()
    no_report(report, "the tasks were cancelled, which is no failure")


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, driver: RemoteObject, numbers: dict[str, float]
) -> None:
    """On a real clock, five in the background take about as long as one."""
    latency = numbers["latency"]
    background = await submission.Background(witness.instant("report", mode="instant"))
    work = witness.timed("work", latency, parties=COUNT)
    with witness.under(0.8 * COUNT * latency, ideal=latency):
        await driver.plain("spawn_many", background, work, COUNT)
        closed(await background.call("aclose").outcome())
    await all_done(witness, [work], COUNT, "when aclose had returned")
