"""Proves that `RateLimiter` keeps its rate in every window, and holds nobody up beyond that."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject, Submission
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal

SLACK = 1e-6
"""Seconds by which a start may be early: rounding, no more."""

LATE = 0.015
"""Seconds by which a start may be late: a margin of a millisecond or so in each window."""

LONG = 1000.0
"""Seconds that a job takes which is to be cancelled."""

TICK = 1 / 64
"""All times are multiples of this, so that sums of them are exact."""

Plan = list[tuple[float, str]]
"""Who comes, and how long after the one before."""


def draw(rng: Random) -> tuple[int, float]:
    """Return a rate and its window."""
    return rng.randint(3, 5), rng.choice((0.25, 0.5))


def crowd(count: int, name: str = "job") -> Plan:
    """Return a plan in which all come at once."""
    return [(0.0, f"{name}-{number}") for number in range(count)]


def after(pause: float, plan: Plan) -> Plan:
    """Return the plan, begun after a pause."""
    return [(pause, plan[0][1]), *plan[1:]]


def arrivals(plan: Plan, now: float = 0.0) -> list[float]:
    """Return when each of the plan comes."""
    times = []
    for pause, _ in plan:
        now += pause
        times.append(now)
    return times


def earliest(came: Sequence[float], rate: int, per: float) -> list[float]:
    """Return when each may start at the earliest, in the order in which they came."""
    starts: list[float] = []
    for number, time in enumerate(came):
        free = starts[number - rate] + per if number >= rate else 0.0
        starts.append(max(time, free, starts[-1] if starts else 0.0))
    return starts


def started(job: Service) -> dict[str, float]:
    """Return when each job started, by its name."""
    return {call.args[0]: call.start for call in job.calls}


def seconds(times: Sequence[float], since: float = 0.0) -> str:
    """Return times as a sentence shows them."""
    return ", ".join(f"{time - since:.4g}" for time in times) + " s"


def keeps(job: Service, rate: int, per: float) -> None:
    """Refuse if any window of `per` seconds has more than `rate` starts."""
    times = sorted(call.start for call in job.calls)
    for first, last in zip(times, times[rate:], strict=False):
        if last - first < per - SLACK:
            inside = [time for time in times if first <= time < first + per - SLACK]
            span = inside[-1] - first
            when = f"within {span:.4g} s" if span > SLACK else "at the same moment"
            expect.refuse(
                "unbounded",
                f"{len(inside)} jobs started {when}, where {rate} may in any {per:g} s; counted "
                f"from the first of them: {seconds(inside, first)}",
                cure="Remember the times of the last `rate` starts, and look at the oldest.",
            )


@contextmanager
def bodies_overlap() -> Iterator[None]:
    """Give the refusal of bodies that don't overlap its own way out."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code == "sequential":
            refusal.cure = (
                "If `__aenter__` returns with a lock or a semaphore held, it is held through the "
                "body: release it before."
            )
        raise


def all_ran(job: Service, plan: Plan) -> None:
    """Refuse unless each of the plan did its job once."""
    ran = sorted(call.args[0] for call in job.calls)
    expect.true(
        ran == sorted(name for _, name in plan),
        "wrong_result",
        f"{len(plan)} tasks came, and {len(ran)} jobs were done",
    )


def in_order(job: Service, plan: Plan, now: float = 0.0) -> None:
    """Refuse if one that came later started at an earlier time."""
    starts = started(job)
    came = arrivals(plan, now)
    for (_, one), (_, two), first, second in zip(plan, plan[1:], came, came[1:], strict=False):
        expect.true(
            starts[one] <= starts[two] + SLACK,
            "out_of_order",
            f"{one} came before {two} (at {seconds([first, second], now)}), but started later "
            f"(at {seconds([starts[one], starts[two]], now)})",
            cure="Let them stand in line: an asyncio.Lock wakes in order.",
        )


def in_time(job: Service, plan: Plan, rate: int, per: float, now: float = 0.0) -> None:
    """Refuse if one started later than the rule demands."""
    starts = started(job)
    for (_, name), time in zip(plan, earliest(arrivals(plan, now), rate, per), strict=True):
        if starts[name] > time + LATE:
            before = sorted(one for one in starts.values() if one < starts[name])[-rate:]
            expect.refuse(
                "too_slow",
                f"{name} started at {seconds([starts[name]], now)}, where {rate} in {per:g} s "
                f"allow {seconds([time], now)}; the starts before it: {seconds(before, now)}",
                cure="One may start as soon as the start of `rate` before it is `per` seconds old, "
                "however long the others take.",
            )


@pytest.mark.points(2)
async def test_never_more_than_the_rate(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Of many that come at once, as many start as the rate allows; the others sleep till theirs."""
    rate, per = draw(rng)
    plan = crowd(2 * rate + 1)
    job = witness.instant("job")
    limiter = await submission.RateLimiter(rate, per)
    call = driver.call("visits", limiter, job, plan).start()
    idle = await witness.idle()
    at_once = len(job.calls)
    await call
    all_ran(job, plan)
    keeps(job, rate, per)
    expect.true(
        at_once == rate,
        "too_slow",
        f"{at_once} of {len(plan)} jobs were started at once, where {rate} in any {per:g} s may",
    )
    wakes = per if idle.timer is None else idle.timer
    expect.true(
        wakes >= per - SLACK,
        "busy_wait",
        f"with {rate} jobs started at 0 s, nothing can happen before {per:g} s, but the limiter "
        f"woke up at {wakes:g} s to look",
    )


@pytest.mark.points(1)
async def test_no_burst_at_an_edge(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """The rule holds for every stretch of time, also where one window ends and the next begins."""
    for _ in range(2):
        rate, per = draw(rng)
        late = per - rng.randint(1, 4) * TICK
        plan = [*crowd(1, "first"), *after(late, crowd(rate - 1, "late")), (per - late, "edge")]
        plan += crowd(2 * rate, "next")
        job = witness.instant("job")
        limiter = await submission.RateLimiter(rate, per)
        await driver.call("visits", limiter, job, plan)
        all_ran(job, plan)
        keeps(job, rate, per)


@pytest.mark.points(2)
async def test_jobs_overlap(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Jobs that take long don't hold up the start of others."""
    rate, per = draw(rng)
    plan = crowd(3 * rate)
    job = witness.rendezvous("job", len(plan))
    limiter = await submission.RateLimiter(rate, per)
    with bodies_overlap():
        await driver.call("visits", limiter, job, plan)
    keeps(job, rate, per)


@pytest.mark.points(1)
async def test_in_turn_and_in_time(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Whoever came first starts first, and nobody later than the rule demands."""
    for _ in range(3):
        rate, per = draw(rng)
        step = int(per / rate / TICK)
        pauses = [rng.choice((0, 0, rng.randrange(2 * step))) * TICK for _ in range(6 * rate)]
        plan = [(pause, f"job-{number}") for number, pause in enumerate(pauses)]
        job = witness.timed("job", lambda _name: rng.randrange(1, 100) * TICK)
        limiter = await submission.RateLimiter(rate, per)
        began = witness.now
        await driver.call("visits", limiter, job, plan)
        all_ran(job, plan)
        keeps(job, rate, per)
        in_order(job, plan, began)
        in_time(job, plan, rate, per, began)


@pytest.mark.points(1)
async def test_after_a_pause(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """A pause saves nothing up and costs nothing, and each limiter counts for itself."""
    await submission.RateLimiter(2, 10.0)  # one that nobody uses
    rate, per = draw(rng)
    cases = [(rate, per), (1, 2 * per), (rate + 1, per), (rate, per)]
    jobs = [witness.instant(name) for name in ("first", "second", "third", "fourth")]
    plan = [*crowd(rate, "early"), *after(5 * per, crowd(rate + 2, "late"))]
    limiters = [await submission.RateLimiter(*case) for case in cases]
    began = witness.now
    calls = [
        driver.call("visits", limiter, job, plan).start()
        for limiter, job in zip(limiters, jobs, strict=True)
    ]
    for call, job, case in zip(calls, jobs, cases, strict=True):
        await call
        all_ran(job, plan)
        keeps(job, *case)
        in_order(job, plan, began)
        in_time(job, plan, *case, began)


@pytest.mark.points(1)
async def test_error_in_the_body(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """An error in the body, or its cancellation, passes; its start counts, and all goes on."""
    rate, per = draw(rng)
    error = ConnectionError(f"the job is broken: {rng.randrange(10**6)}")

    def result(name: str) -> str:
        if name.startswith("bad"):
            raise error
        return name

    job = witness.timed("job", lambda name: LONG if name == "long" else 0.0, result)
    limiter = await submission.RateLimiter(rate, per)
    plan = [*crowd(rate - 1, "bad"), (0.0, "long"), *crowd(rate + 1, "good")]
    calls = [driver.call("visit", limiter, job, name).start() for _, name in plan[:rate]]
    for call in calls[:-1]:
        with expect.raises(error, "`async with limiter:`"):
            await call
    await witness.until(
        lambda: bool(job.in_flight),
        "hang",
        f"{rate} tasks came, and the last of them never started",
    )
    expect.cancelled(await calls[-1].cancel(), "a job that had started in the limiter")
    calls = [driver.call("visit", limiter, job, name).start() for _, name in plan[rate:]]
    for call, (_, name) in zip(calls, plan[rate:], strict=True):
        expect.equal(await call, name, f"`async with limiter:` around {name}")
    all_ran(job, plan)
    keeps(job, rate, per)
    in_time(job, plan, rate, per)


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """A task that is cancelled while it waits ends, and those behind it move up."""
    for rate, per in (draw(rng), (1, 0.5)):
        job = witness.instant("job")
        limiter = await submission.RateLimiter(rate, per)
        plan = crowd(3 * rate + 2)
        began = witness.now
        calls = [driver.call("visit", limiter, job, name).start() for _, name in plan]
        await witness.idle()
        when = rng.randint(1, 7) * TICK  # no whole window: the first of the line sleeps still
        await driver.call("pause", when)
        gone = give_up(rng, rate, len(plan))
        for number in gone:
            outcome = await calls[number].cancel()
            expect.cancelled(outcome, f"{plan[number][1]}, waiting for its turn,")
        for number, call in enumerate(calls):
            if number not in gone:
                await call
        keeps(job, rate, per)
        never_ran(job, [plan[number][1] for number in gone])
        left = [one for number, one in enumerate(plan) if number not in gone]
        moved_up(job, left, rate, per, began, when)


def give_up(rng: Random, rate: int, count: int) -> list[int]:
    """Return the numbers of those who are cancelled, of so many who came.

    Of those who would start together next, two go and one between them stays: so somebody else
    must move up, whichever place was whose. The first of them is the one who sleeps.
    """
    others = set(range(rate + 3, count - 1)) - {2 * rate + 1}
    return [rate, rate + 2, *rng.sample(sorted(others), min(1, len(others)))]


def never_ran(job: Service, names: Sequence[str]) -> None:
    """Refuse if one of those who were cancelled did its job."""
    starts = started(job)
    for name in names:
        expect.true(
            name not in starts,
            "swallowed_cancellation",
            f"{name} was cancelled while it waited, but did its job all the same",
        )


def moved_up(job: Service, left: Plan, rate: int, per: float, began: float, when: float) -> None:
    """Refuse if those who stayed start later than if the others had never come."""
    starts = started(job)
    for (_, name), time in zip(left, earliest(arrivals(left, began), rate, per), strict=True):
        expect.true(
            starts[name] <= time + LATE,
            "too_slow",
            f"{name} started at {seconds([starts[name]], began)}, where {rate} in {per:g} s allow "
            f"{seconds([time], began)}: others were cancelled at {seconds([when])}, while they "
            "waited, and have not started",
            cure="Note a start down only when its wait is over: one that never takes place must "
            "not keep the others waiting.",
        )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_faster_than_one_by_one(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    numbers: dict[str, float],
) -> None:
    """On a real clock, ten jobs, five in 0.2 s, take much less than one after the other."""
    count, rate, latency = int(numbers["jobs"]), int(numbers["rate"]), numbers["latency"]
    job = witness.timed("job", latency, parties=rate)
    limiter = await submission.RateLimiter(rate, numbers["per"] * witness.scale)
    plan = crowd(count)
    with bodies_overlap(), witness.under(0.8 * count * latency, ideal=numbers["per"] + latency):
        await driver.call("visits", limiter, job, plan)
    all_ran(job, plan)
