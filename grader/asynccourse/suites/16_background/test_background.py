"""Proves that `Background` loses no work and no error, and keeps nothing longer than it must."""

from __future__ import annotations

import importlib
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject, Submission
from asynccourse.judge.witness import Witness

if TYPE_CHECKING:
    import spawned
else:  # a suite's folder is found by its whole name, which no import statement can spell
    spawned = importlib.import_module("asynccourse.suites.16_background.spawned")

EXACT = 1e-6
"""Seconds by which two moments on the test's clock may differ."""

COUNT = 5

MANY = 60
"""Coroutines that are under way together all the same: more than an answer would allow itself."""

OF_EACH = 10

KINDS = (ValueError, OSError, KeyError, spawned.Broken)


@pytest.mark.points(1)
async def test_all_at_once(submission: Submission, witness: Witness, driver: RemoteObject) -> None:
    """What is spawned starts by itself, and all of it is under way together."""
    report = witness.instant("report", mode="instant")
    background = await submission.Background(report)
    work = witness.gate("work")
    await driver.plain("spawn_many", background, work, MANY)
    await witness.all_in_flight(work, MANY)
    work.release()
    await witness.idle()
    spawned.closed(await background.call("aclose").outcome())
    await spawned.all_done(witness, [work], MANY, "when aclose had returned")
    spawned.no_report(report, "nothing had failed")


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
    spawned.closed(await background.call("aclose").outcome())
    await spawned.all_done(witness, [work], COUNT, "when aclose had returned")
    late = witness.now - max(delays)
    expect.true(
        late <= EXACT, "too_slow", f"aclose returned {late:.2f} s after the last task had ended"
    )

    background = await submission.Background(witness.instant("report", mode="instant"))
    first, second = witness.timed("first", 2.0), witness.timed("second", 300.0)
    await driver.plain("spawn_chain", background, first, second)
    spawned.closed(await background.call("aclose").outcome())
    await spawned.all_done(
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
        cure="Keep each task in `self` until it has ended.",
    )
    await driver.plain("wake")
    await witness.idle()
    spawned.closed(await background.call("aclose").outcome())
    await spawned.all_done(witness, [done], COUNT, "when aclose had returned")


@pytest.mark.points(1)
async def test_errors_are_reported(
    submission: Submission, witness: Witness, driver: RemoteObject, rng: Random
) -> None:
    """Each error is reported, once and at once, and nothing else ends for it."""
    errors = [kind(f"error {rng.randrange(10**6)}") for kind in rng.sample(KINDS, len(KINDS))]
    late = ConnectionError(f"late error {rng.randrange(10**6)}")
    equal: list[Exception] = [ValueError("the same words") for _ in range(2)]
    report = witness.instant("report", mode="instant")
    background = await submission.Background(report)
    good = witness.timed("good", 5.0, spawned.giving("good"))
    works = [
        witness.timed(f"work_{number}", number + 1.0, spawned.failing(error))
        for number, error in enumerate(errors)
    ]
    for work in (good, *works):
        await driver.plain("spawn", background, work)
    await driver.plain("watch_callbacks")
    await driver.plain("spawn_stopped", background)
    await witness.until(
        lambda: bool(good.calls) and good.calls[0].outcome != "open",
        "leaked_task",
        "the coroutine that does not fail has never ended",
    )
    await witness.idle()
    for moment, error in enumerate(errors, 1):
        spawned.reported_once(report, error, moment)
    await spawned.cancellation_unreported(driver, report)
    await driver.plain("spawn", background, witness.timed("late", 2.0, spawned.failing(late)))
    for error in equal:
        await driver.plain("spawn", background, witness.timed("equal", 1.0, spawned.failing(error)))
    after = witness.timed("after", 4.0, spawned.giving("good"))
    await driver.plain("spawn", background, after)
    spawned.closed(await background.call("aclose").outcome())
    await spawned.all_done(
        witness, [good, after], 2, "when aclose had returned, and others had failed"
    )
    spawned.each_reported(report, equal)
    spawned.reported_once(report, late, 7.0)
    for moment, error in enumerate(errors, 1):
        spawned.reported_once(report, error, moment)
    failed = len(errors) + len(equal) + 1
    expect.true(
        len(report.calls) == failed,
        "wrong_result",
        f"{failed} coroutines failed, and report() was called {len(report.calls)} times",
    )


@pytest.mark.points(1)
async def test_nothing_is_kept(
    submission: Submission, witness: Witness, driver: RemoteObject
) -> None:
    """What has ended is kept no longer: not the task, not the coroutine, not its result."""
    background = await submission.Background(witness.instant("report", mode="instant"))
    work = witness.timed("work", 1.0)
    broken = witness.timed("broken", 1.0, spawned.failing(ValueError("broken")))
    await driver.plain("spawn_traced", background, work, OF_EACH)
    await driver.plain("spawn_traced", background, broken, OF_EACH)
    await driver.plain("spawn_traced", background, work, OF_EACH, stopped=True)
    await witness.until(
        lambda: (
            len(work.calls + broken.calls) == 3 * OF_EACH and not work.in_flight + broken.in_flight
        ),
        "hang",
        "not all of the coroutines that were spawned have ended",
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
    spawned.closed(await background.call("aclose").outcome())
    expect.true(
        not told,
        "resource_leak",
        f"after {3 * OF_EACH} coroutines had ended, a third of them with an error and a third as "
        f"cancelled, this was still kept in memory: {told}",
        cure="Drop every reference in the done callback.",
    )


@pytest.mark.points(1)
async def test_nothing_to_close(
    submission: Submission, witness: Witness, driver: RemoteObject
) -> None:
    """With nothing of its own to wait for, closing returns at once, however often it is done."""
    report = witness.instant("report", mode="instant")
    empty, busy = await submission.Background(report), await submission.Background(report)
    work = witness.timed("work", 9.0)
    await driver.plain("spawn", busy, work)
    await witness.idle()
    ending = await submission.Background(report)
    spawned.closed(await driver.call("close_as_it_ends", ending).outcome())
    for _ in range(2):
        spawned.closed(await empty.call("aclose").outcome())
        shared = bool(work.calls) and not work.in_flight
        told = "it waited for the work of another Background" if shared else "there was no need"
        expect.true(
            witness.now == 0,
            "too_slow",
            f"aclose had nothing to wait for, and returned after {witness.now:.2f} s: {told}",
            cure="Each Background needs a set of tasks of its own: make it in `__init__`."
            if shared
            else "",
        )
    for _ in range(2):
        spawned.closed(await busy.call("aclose").outcome())
        await spawned.all_done(witness, [work], 1, "when aclose had returned")


@pytest.mark.points(1)
async def test_close_is_cancelled(
    submission: Submission, witness: Witness, driver: RemoteObject
) -> None:
    """When the caller of aclose is cancelled, all that runs by then is cancelled and cleans up."""
    report = witness.instant("report", mode="instant")
    background = await submission.Background(report)
    work, clean_up = witness.gate("work"), witness.timed("clean_up", float)
    *before, last = range(1, COUNT + 1)
    for seconds in before:
        await driver.plain("spawn_with_clean_up", background, work, clean_up, seconds)
    await driver.plain("watch_callbacks")
    returned = witness.instant("returned", mode="instant")
    call = driver.call("close_and_tell", background, returned).start()
    await witness.idle()
    await driver.plain("spawn_with_clean_up", background, work, clean_up, last)
    await witness.idle()
    at_work = len(work.in_flight)
    expect.true(
        not returned.calls,
        "leaked_task",
        f"aclose returned with {at_work} of {COUNT} tasks at work, before it could be cancelled",
    )
    expect.true(at_work == COUNT, "wrong_result", "aclose ended what it is to wait for")
    outcome = await call.cancel()
    expect.cancelled(outcome, "aclose")
    await witness.idle()
    left = len(work.in_flight)
    expect.true(
        left == 0, "leaked_task", f"aclose was cancelled, but {left} of {COUNT} tasks go on"
    )
    again = sum(one.outcome == "cancelled" for one in clean_up.calls)
    expect.true(
        not again,
        "wrong_result",
        f"aclose was cancelled once, but {again} of {COUNT} tasks were cancelled again while they "
        "cleaned up",
        cure="Cancel each task once, and then only wait for its end.",
    )
    cleaned = sum(one.outcome == "returned" for one in clean_up.calls)
    expect.true(
        cleaned == COUNT,
        "leaked_task",
        f"aclose was cancelled, and ended when only {cleaned} of {COUNT} tasks had cleaned up",
    )
    await spawned.cancellation_unreported(driver, report)
    spawned.no_report(report, "no task had failed")


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
        spawned.closed(await background.call("aclose").outcome())
    await spawned.all_done(witness, [work], COUNT, "when aclose had returned")
