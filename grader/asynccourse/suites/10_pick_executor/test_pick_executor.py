"""Proves that `dispatch` runs each kind of job where it belongs, and all of them together."""

import asyncio
from collections.abc import Callable
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, Submission
from asynccourse.judge.services import Gate, Mode, Service, ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal

KINDS = ("async", "blocking", "cpu")
MODES: dict[str, Mode] = {"async": "async", "blocking": "blocking", "cpu": "blocking"}

Jobs = list[tuple[str, Service]]

pytestmark = pytest.mark.real_clock


def draw(rng: Random, each: int) -> list[tuple[str, str]]:
    """Return the kind and the result of each job: as many of each kind, in any order."""
    kinds = list(KINDS) * each
    rng.shuffle(kinds)
    return [(kind, f"{kind}-{rng.randrange(10**6)}") for kind in kinds]


def blocks_its_thread(call: ServiceCall) -> None:
    """Refuse a blocking job anywhere but in a thread of the submission's own process."""
    if call.process:
        told = f"{call.label} only waits, and was run in a worker process: a thread is enough"
        raise Refusal("wrong_process", told, line=call.line)
    if not call.thread:
        told = f"{call.label} blocks its thread, and was called on the event loop's own"
        raise Refusal("blocked_loop", told, line=call.line)


def computes(call: ServiceCall) -> None:
    """Refuse a job that computes anywhere but in a worker process."""
    if call.process:
        return
    if call.thread:
        told = f"{call.label} computes, and was run in a thread: threads compute in turns"
        raise Refusal("wrong_process", told, line=call.line)
    told = f"{call.label} computes, and was called on the event loop's own thread"
    raise Refusal("blocked_loop", told, line=call.line)


def awaits(call: ServiceCall) -> None:
    """Refuse a coroutine that runs on another thread than the loop's."""
    if call.thread:
        told = f"{call.label} is a coroutine function, and ran on a loop in another thread"
        raise Refusal("wrong_thread", told, line=call.line)


CHECKS: dict[str, Callable[[ServiceCall], None]] = {
    "async": awaits,
    "blocking": blocks_its_thread,
    "cpu": computes,
}


def watched(jobs: Jobs) -> Jobs:
    """Return the jobs, each of which refuses to run in a wrong place."""
    for kind, service in jobs:
        service.check = CHECKS[kind]
    return jobs


def giving(value: str) -> Callable[[], str]:
    """Return a function that gives `value`."""
    return lambda: value


def label(number: int, kind: str) -> str:
    """Return what a job is called."""
    return f"{kind}_job_{number}"


async def result_of(call: RemoteCall) -> object:
    """Return a call's result; work that can't be sent to a process is a crash of its own."""
    try:
        return await call
    except RemoteError as error:
        text = str(error).lower()
        if "pickle" in text or "local object" in text:
            told = f"what was sent to a worker process can't be: {error}"
            raise Refusal("crashed", told, line=error.line) from None
        raise


def instant(witness: Witness, drawn: list[tuple[str, str]]) -> Jobs:
    """Return jobs that end at once."""
    return watched(
        [
            (kind, witness.instant(label(number, kind), giving(value), mode=MODES[kind]))
            for number, (kind, value) in enumerate(drawn)
        ]
    )


@pytest.mark.points(3)
async def test_right_place(submission: Submission, witness: Witness, rng: Random) -> None:
    """Each kind of job runs where it belongs; the results are in order."""
    drawn = draw(rng, 3)
    got = await result_of(submission.dispatch(instant(witness, drawn)))
    expect.same_order(got, [value for _, value in drawn], "dispatch")


@pytest.mark.points(3)
async def test_all_at_once(submission: Submission, witness: Witness, rng: Random) -> None:
    """Jobs of all kinds are under way together."""
    drawn = draw(rng, 2)
    results = {label(number, kind): giving(value) for number, (kind, value) in enumerate(drawn)}
    modes = {label(number, kind): MODES[kind] for number, (kind, _) in enumerate(drawn)}
    services = witness.meeting(results, modes=modes)
    jobs = watched([(kind, service) for (kind, _), service in zip(drawn, services, strict=True)])
    got = await result_of(submission.dispatch(jobs))
    expect.same_order(got, [value for _, value in drawn], "dispatch")


@pytest.mark.points(1)
async def test_loop_stays_free(submission: Submission, witness: Witness, rng: Random) -> None:
    """While the jobs are under way, the event loop does other things."""
    drawn = [(kind, value) for kind, value in draw(rng, 2) if kind != "async"]
    gates: list[Gate] = [
        witness.gate(label(number, kind), giving(value), mode=MODES[kind])
        for number, (kind, value) in enumerate(drawn)
    ]
    jobs = watched([(kind, gate) for (kind, _), gate in zip(drawn, gates, strict=True)])
    call = submission.dispatch(jobs).start()
    await witness.until(
        lambda: any(gate.in_flight for gate in gates), "wrong_result", "no job was run at all"
    )
    # Only a loop that turns can answer this; the jobs go on until it has.
    await submission.get("__name__")
    for gate in gates:
        gate.open()
    expect.equal(await result_of(call), [value for _, value in drawn], "dispatch")


@pytest.mark.points(1)
async def test_no_jobs(submission: Submission) -> None:
    """Without jobs there is nothing to do, and the result is an empty list."""
    expect.equal(await result_of(submission.dispatch([])), [], "dispatch without jobs")


@pytest.mark.points(1)
async def test_error_reaches_caller(submission: Submission, witness: Witness, rng: Random) -> None:
    """If a job of any kind fails, its error reaches the caller, and no worker is left."""
    for kind in KINDS:
        drawn = draw(rng, 1)
        error = OSError(f"{kind} is broken")

        def fail(error: OSError = error) -> str:
            raise error

        jobs = instant(witness, drawn)
        broken = next(service for mine, service in jobs if mine == kind)
        broken.result = fail
        with expect.raises(error, "dispatch"):
            await result_of(submission.dispatch(jobs))


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, so are the coroutines, and no worker is left."""
    drawn = draw(rng, 1)
    gates = {
        kind: witness.gate(label(number, kind), giving(value), mode=MODES[kind])
        for number, (kind, value) in enumerate(drawn)
    }
    jobs = watched([(kind, gates[kind]) for kind, _ in drawn])
    call = submission.dispatch(jobs).start()
    await witness.until(
        lambda: all(gate.in_flight for gate in gates.values()),
        "sequential",
        "the three kinds of jobs were never under way together",
    )
    ended = asyncio.ensure_future(call.cancel())
    await asyncio.sleep(0)
    # What a thread or a worker has begun can't be cancelled: it ends when it is done.
    gates["blocking"].open()
    gates["cpu"].open()
    expect.cancelled(await ended, "dispatch")
    await witness.idle()
    left = [held.label for held in gates["async"].in_flight]
    expect.true(not left, "leaked_task", f"{', '.join(left)} went on after dispatch was cancelled")
