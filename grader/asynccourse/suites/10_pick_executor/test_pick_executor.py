"""Proves that `dispatch` runs each kind of job where it belongs, and all of them together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteObject, Submission
from asynccourse.judge.services import Gate, Mode, Service, ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.shared import worker_pools
from asynccourse.verdicts.refusal import Refusal

KINDS = ("async", "blocking", "cpu")
MODES: dict[str, Mode] = {"async": "async", "blocking": "blocking", "cpu": "blocking"}

ONE = {"blocking": "one thread", "cpu": "one worker process"}

ERRORS = (OSError, ValueError, KeyError)
"""A kind of error for each kind of job; each can be sent from a worker."""

Jobs = Sequence[tuple[str, Service]]
Check = Callable[[ServiceCall], Refusal | None]

pytestmark = pytest.mark.real_clock


def draw(rng: Random, each: int) -> list[tuple[str, str]]:
    """Return the kind and the result of each job: as many of each kind, in any order."""
    kinds = list(KINDS) * each
    rng.shuffle(kinds)
    return [(kind, f"{kind}-{rng.randrange(10**6)}") for kind in kinds]


def blocks_its_thread(call: ServiceCall) -> Refusal | None:
    """Return the refusal of a blocking job outside a thread of the submission's own process."""
    if call.process:
        told = f"{call.label} only waits, and was run in a worker process: a thread is enough"
        cure = "Work that waits is for a thread of your own process, as of `asyncio.to_thread`."
        return Refusal("wrong_process", told, line=call.line, cure=cure)
    if not call.thread:
        told = f"{call.label} blocks its thread, and was called on the event loop's own"
        return Refusal("blocked_loop", told, line=call.line)
    return None


def computes(call: ServiceCall) -> Refusal | None:
    """Return the refusal of a job that computes anywhere but in a worker process."""
    if call.process:
        return None
    if call.thread:
        told = f"{call.label} computes, and was run in a thread: threads compute in turns"
        return Refusal("wrong_process", told, line=call.line)
    told = f"{call.label} computes, and was called on the event loop's own thread"
    return Refusal("blocked_loop", told, line=call.line)


def awaits(call: ServiceCall) -> Refusal | None:
    """Return the refusal of a coroutine that runs on another thread than the loop's."""
    if not call.thread:
        return None
    told = f"{call.label} is a coroutine function, and ran on a loop in another thread"
    cure = "Call a coroutine function here, and await what it gives on this loop."
    return Refusal("wrong_thread", told, line=call.line, cure=cure)


CHECKS: dict[str, Check] = {"async": awaits, "blocking": blocks_its_thread, "cpu": computes}


class Places:
    """Where the jobs run: a wrong place is refused at once, or kept to be told with its line."""

    def __init__(self, *, at_once: bool = True) -> None:
        self._at_once = at_once
        self._found: list[tuple[ServiceCall, Refusal]] = []

    def watch(self, jobs: Jobs) -> Jobs:
        """Return the jobs, each of which looks at the place where it runs."""
        for kind, service in jobs:
            service.check = self._looking(CHECKS[kind])
        return jobs

    async def are_right(self, driver: RemoteObject) -> None:
        """Refuse the first wrong place that was kept, with the line that handed the job over."""
        for call, refusal in self._found:
            refusal.line = refusal.line or await driver.plain("line_of", call.service.label)
            raise refusal

    def _looking(self, check: Check) -> Callable[[ServiceCall], None]:
        def look(call: ServiceCall) -> None:
            refusal = check(call)
            if refusal is not None and self._at_once:
                raise refusal
            if refusal is not None:
                self._found.append((call, refusal))

        return look


def giving(value: object) -> Callable[[], object]:
    """Return a function that gives `value`."""
    return lambda: value


def raising(error: Exception) -> Callable[[], object]:
    """Return a function that raises `error`."""

    def fail() -> object:
        raise error

    return fail


def label(number: int, kind: str) -> str:
    """Return what a job is called."""
    return f"{kind}_job_{number}"


def instant(witness: Witness, drawn: Sequence[tuple[str, object]]) -> Jobs:
    """Return jobs that end at once."""
    return [
        (kind, witness.instant(label(number, kind), giving(value), mode=MODES[kind]))
        for number, (kind, value) in enumerate(drawn)
    ]


def gated(witness: Witness, drawn: list[tuple[str, str]]) -> list[tuple[str, Gate]]:
    """Return jobs that end when they are let go."""
    return [
        (kind, witness.gate(label(number, kind), giving(value), mode=MODES[kind]))
        for number, (kind, value) in enumerate(drawn)
    ]


def in_one_place(refusal: Refusal, jobs: Jobs) -> Refusal:
    """Return the refusal, told better where one worker or one thread had more than one job."""
    late = {kind for kind, service in jobs if not service.calls}
    if refusal.code != "sequential" or not late or "async" in late:
        return refusal
    for kind in late:
        begun = [call for mine, service in jobs if mine == kind for call in service.calls]
        if len({(call.process, call.thread) for call in begun}) != 1:
            return refusal
    where = [f'{ONE[kind]} had a "{kind}" job' for kind in sorted(late)]
    told = f"only {' and '.join(where)}, while another of the kind waited for its turn"
    cure = "Start them all before you await any, in a pool that has room for them: its default has."
    return Refusal("sequential", told, line=refusal.line, cure=cure)


async def under_way(
    pools: worker_pools.Pools, submission: Submission, jobs: Sequence[tuple[str, Gate]]
) -> RemoteCall:
    """Start a call, and return it when all jobs are under way."""
    await pools.watch()
    return await pools.started(
        submission.dispatch(Places().watch(jobs)),
        lambda: all(gate.in_flight for _, gate in jobs),
        "sequential",
        "the jobs of all kinds were never under way together",
    )


@pytest.mark.points(3)
async def test_right_place(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Each kind of job runs where it belongs; the results are in order."""
    # One result is None, and one job stands in the list twice.
    drawn: list[tuple[str, object]] = [*draw(rng, 3), (rng.choice(KINDS), None)]
    places, again = Places(at_once=False), rng.randrange(len(drawn))
    jobs = instant(witness, drawn)
    jobs = [*jobs, jobs[again]]
    outcome = await submission.dispatch(places.watch(jobs)).outcome()
    await places.are_right(driver)
    got = worker_pools.value_of(outcome)
    expect.same_order(got, [value for _, value in [*drawn, drawn[again]]], "dispatch")
    expect.true(
        len(jobs[again][1].calls) == 2,
        "wrong_result",
        "the job that stands in `jobs` twice was not run twice",
    )
    await worker_pools.Pools("dispatch", driver, witness).are_shut_down()


@pytest.mark.points(3)
async def test_all_at_once(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Jobs of all kinds are under way together, two of each."""
    drawn = draw(rng, 2)
    results = {label(number, kind): giving(value) for number, (kind, value) in enumerate(drawn)}
    modes = {label(number, kind): MODES[kind] for number, (kind, _) in enumerate(drawn)}
    services = witness.meeting(results, modes=modes)
    jobs = [(kind, service) for (kind, _), service in zip(drawn, services, strict=True)]
    try:
        outcome = await submission.dispatch(Places().watch(jobs)).outcome()
    except Refusal as refusal:
        raise in_one_place(refusal, jobs) from None
    expect.same_order(worker_pools.value_of(outcome), [value for _, value in drawn], "dispatch")
    await worker_pools.Pools("dispatch", driver, witness).are_shut_down()


@pytest.mark.points(1)
async def test_loop_stays_free(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """While the jobs are under way, the event loop does other things."""
    drawn = [(kind, value) for kind, value in draw(rng, 2) if kind != "async"]
    jobs = gated(witness, drawn)
    call = submission.dispatch(Places().watch(jobs)).start()
    await witness.until(
        lambda: any(gate.in_flight for _, gate in jobs), "wrong_result", "no job was run at all"
    )
    await witness.loop_turned()  # the jobs go on until it has
    for _, gate in jobs:
        gate.open()
    got = worker_pools.value_of(await call.outcome())
    expect.same_order(got, [value for _, value in drawn], "dispatch")
    await worker_pools.Pools("dispatch", driver, witness).are_shut_down()


@pytest.mark.points(1)
async def test_no_jobs(submission: Submission) -> None:
    """Without jobs there is nothing to do, and the result is an empty list."""
    expect.equal(await submission.dispatch([]), [], "dispatch without jobs")


@pytest.mark.points(1)
async def test_error_reaches_caller(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """If a job of any kind fails, its error reaches the caller, when the workers have ended."""
    for kind, sort in zip(KINDS, rng.sample(ERRORS, len(KINDS)), strict=True):
        error = sort(f"{kind} is broken")
        jobs, pools = gated(witness, draw(rng, 2)), worker_pools.Pools("dispatch", driver, witness)
        broken = next(gate for mine, gate in jobs if mine == kind)
        broken.result = raising(error)
        call = await under_way(pools, submission, jobs)
        computing = [gate for mine, gate in jobs if mine == "cpu" and gate is not broken]
        broken.open()
        for _, gate in jobs:
            if gate not in computing:
                gate.open()
        outcome = await pools.end_before(asyncio.ensure_future(call.outcome()), computing)
        worker_pools.raised(outcome, error, "a job had")
        await pools.are_shut_down()


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, so are the coroutines, and the workers have ended."""
    jobs, pools = gated(witness, draw(rng, 2)), worker_pools.Pools("dispatch", driver, witness)
    by_kind = {kind: [gate for mine, gate in jobs if mine == kind] for kind in KINDS}
    call = await under_way(pools, submission, jobs)
    ended = asyncio.ensure_future(call.cancel())
    await asyncio.sleep(0)
    # What a thread has begun can't be cancelled, and nobody has to wait for it.
    for gate in by_kind["blocking"]:
        gate.open()
    expect.cancelled(await pools.end_before(ended, by_kind["cpu"]), "dispatch")
    await witness.idle()
    left = [call for gate in by_kind["async"] for call in gate.in_flight]
    expect.true(
        not left,
        "leaked_task",
        f"{' and '.join(call.label for call in left)} went on after dispatch was cancelled",
        line=left[0].line if left else 0,
        cure="Cancel every task that you started; `gather` and a `TaskGroup` do it with theirs.",
    )
    await pools.are_shut_down()
