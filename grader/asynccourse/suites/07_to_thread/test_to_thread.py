"""Proves that `read_all` reads in threads, all at once, and never on the event loop's own.

Never more than five reads have to be in flight together: with one core, the default pool has no
more threads than that.
"""

import asyncio
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Submission
from asynccourse.judge.services import Service, ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.shared.errors import reaches_caller
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.messages import Idle

SENSORS = 5
MANY = 10

THE_LOOPS = 0
"""What a call's thread is when it is the event loop's."""

BETWEEN = 0.02
"""Seconds between two answers, so that one thread's comes well before the next one's."""

COROUTINE_FUNCTION = (
    "`to_thread` calls an ordinary function: of a coroutine function it gets only a coroutine. "
    "Pass `read` itself."
)
"""The way out where a reading is a coroutine, and not that of `to_thread`."""

APART = (
    "Hand each thread the function and its argument, apart: `to_thread(read, sensor)`. A lambda "
    "looks `sensor` up only when it is called."
)
"""The way out where the reads are made, but not one of each sensor."""

LOOKS = 400
"""How often to look whether the tasks that wait for a thread have ended, now that it has."""

Readings = dict[str, float]


class Broken(Exception):
    """An error that no built-in `except` knows."""


KINDS = (OSError, ValueError, KeyError, RuntimeError, Broken)


def draw(rng: Random, count: int = SENSORS) -> Readings:
    """Return so many sensors with a reading each, drawn from the seed."""
    numbers = rng.sample(range(100), count)
    return {f"sensor-{number}": rng.randrange(10**6) / 100 for number in numbers}


async def idle(submission: Submission, witness: Witness) -> Idle:
    """Have the loop turn, and wait until it is idle: a loop that something holds never is."""
    report, _ = await asyncio.gather(witness.idle(), witness.loop_turned())
    return report


async def threads_have_ended(
    submission: Submission, witness: Witness, *, by_themselves: bool = False
) -> None:
    """Wait until no task waits for a thread any more: each had its answer, and needs its turn.

    `by_themselves` waits for threads, too, that no task waits for: they may have to tidy up.
    """
    for _ in range(LOOKS):
        report = await idle(submission, witness)
        if not report.tasks and not (by_themselves and report.busy_threads):
            return
        await asyncio.sleep(0.005)


async def all_reading(witness: Witness, read: Service) -> None:
    """Wait until all reads are in flight together."""
    await witness.until(
        lambda: bool(read.calls),
        "wrong_result",
        "read_all never called read, in any thread",
        cure="A thread has to call `read` itself, and `to_thread` has to be awaited for that.",
    )
    await witness.all_in_flight(read, SENSORS)


def one_of_each(read: Service, readings: Readings) -> Service:
    """Have every call of `read` looked at: each sensor is to be read, and nothing else."""

    def look(call: ServiceCall) -> None:
        expect.true(
            call.args in [(sensor,) for sensor in readings],
            "wrong_result",
            f"{call.label} was called, where one of the sensors is to be read, as in "
            f"{read.label}({next(iter(readings))!r})",
            line=call.line,
            cure=APART,
        )
        asked = list(dict.fromkeys(one.label for one in read.calls))
        expect.true(
            len(read.calls) < len(readings) or len(asked) == len(readings),
            "wrong_result",
            f"{len(read.calls)} reads were made, which is one for each sensor, but only of "
            f"{', '.join(asked)}",
            line=call.line,
            cure=APART,
        )

    read.check = look
    return read


def none_on_the_loop(read: Service) -> None:
    """Refuse reads that were made on the event loop's own thread."""
    held = [call for call in read.calls if call.thread == THE_LOOPS]
    if not held:
        return
    many = f"{len(held)} of {len(read.calls)} reads were made"
    if len(read.calls) == 1:
        many = "the read was made"
    elif len(held) == 1:
        many = f"1 of {len(read.calls)} reads was made"
    took = (held[0].end or held[0].start) - held[0].start
    expect.refuse(
        "blocked_loop",
        f"{many} on the event loop's own thread: {held[0].label} kept it for {took * 1000:.0f} ms, "
        "in which no other task could run",
        line=held[0].line,
    )


async def read_in_threads(
    submission: Submission, witness: Witness, readings: Readings, blocked: float
) -> None:
    """Refuse anything but these readings, each made in a thread that it blocks for a while."""
    read = witness.timed("read", blocked, readings.__getitem__, mode="blocking")
    try:
        outcome = await submission.read_all(one_of_each(read, readings), list(readings)).outcome()
    except Refusal as refusal:
        if refusal.code == "not_awaited" and ", to_thread()" not in refusal.message:
            refusal.cure = COROUTINE_FUNCTION
        raise
    none_on_the_loop(read)
    if outcome.error is not None:
        raise outcome.error
    expect.same_order(outcome.value, list(readings.values()), "read_all")


@pytest.mark.points(2)
@pytest.mark.real_clock
async def test_never_on_the_loops_thread(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Of ten reads of 60 ms, or of one by itself, none is made on the event loop's own thread."""
    readings = draw(rng, MANY)
    await read_in_threads(submission, witness, readings, numbers["blocked"])
    again = {sensor: reading + 1 for sensor, reading in list(readings.items())[:1]}
    await read_in_threads(submission, witness, again, numbers["blocked"])


@pytest.mark.points(2)
@pytest.mark.real_clock
async def test_all_in_flight_together(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """All five reads are in flight together, and the loop is free all the while."""
    readings = draw(rng)
    read = witness.gate("read", readings.__getitem__, mode="blocking")
    call = submission.read_all(one_of_each(read, readings), list(readings)).start()
    await all_reading(witness, read)
    await idle(submission, witness)
    read.release()
    expect.same_order(await call, list(readings.values()), "read_all")


@pytest.mark.points(2)
@pytest.mark.real_clock
async def test_results_in_order(submission: Submission, witness: Witness, rng: Random) -> None:
    """The readings come in the order of the sensors, whichever read ends first."""
    readings = draw(rng)
    order = rng.sample(list(readings), SENSORS)
    if order[0] == next(iter(readings)):
        order.reverse()  # so that the reads don't end in the order of the sensors
    read = witness.gate("read", readings.__getitem__, mode="blocking")
    call = submission.read_all(one_of_each(read, readings), list(readings)).start()
    await all_reading(witness, read)
    for sensor in order:
        read.release(sensor)
        await asyncio.sleep(BETWEEN)
    expect.same_order(await call, list(readings.values()), "read_all")


@pytest.mark.points(1)
async def test_no_sensors(submission: Submission, witness: Witness) -> None:
    """Without sensors there is nothing to read, and the result is an empty list."""
    read = witness.instant("read", mode="blocking")
    expect.equal(await submission.read_all(read, []), [], "read_all without sensors")


async def fails_with(
    error: Exception, broken: str, readings: Readings, submission: Submission, witness: Witness
) -> None:
    """Refuse any end but with this error, which reading the broken sensor raises."""

    def result(sensor: str) -> float:
        if sensor == broken:
            raise error
        return readings[sensor]

    read = witness.rendezvous("read", SENSORS, result, mode="blocking")
    call = submission.read_all(one_of_each(read, readings), list(readings))
    await reaches_caller(call, error, "read_all", submission.session.source)


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_error_reaches_caller(submission: Submission, witness: Witness, rng: Random) -> None:
    """If one read fails, its error reaches the caller, by itself or in a group of nothing else."""
    for kind in KINDS:
        readings = draw(rng)
        broken = rng.choice(list(readings))
        await fails_with(kind(f"{broken} is broken"), broken, readings, submission, witness)
        await threads_have_ended(submission, witness)


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled it ends so, and the loop is free although the threads go on."""
    readings = draw(rng)
    read = witness.gate("read", readings.__getitem__, mode="blocking")
    call = submission.read_all(one_of_each(read, readings), list(readings)).start()
    await all_reading(witness, read)

    async def let_go() -> None:
        await idle(submission, witness)
        read.release()

    # Some answers end at once, others wait for their threads first: both leave the loop free.
    outcome, _ = await asyncio.gather(call.cancel(), let_go())
    expect.cancelled(outcome, "read_all")
    await threads_have_ended(submission, witness, by_themselves=True)


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission, witness: Witness, rng: Random, numbers: dict[str, float]
) -> None:
    """Five reads take less than one after the other."""
    readings = draw(rng)
    latency = numbers["latency"]
    read = witness.timed("read", latency, readings.__getitem__, mode="blocking")
    with witness.under(0.8 * SENSORS * latency, ideal=latency):
        got = await submission.read_all(one_of_each(read, readings), list(readings))
        expect.true(
            read.peak > 1,
            "sequential",
            f"never more than 1 of {SENSORS} reads in flight: they took {witness.now:.2f} s, "
            f"where {latency:.2f} s are enough",
            line=read.calls[0].line if read.calls else 0,
        )
    expect.same_order(got, list(readings.values()), "read_all")
