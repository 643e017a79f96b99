"""Proves that `run_world` keeps to the times of its ticks, and to its inputs."""

from __future__ import annotations

import importlib
import itertools
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, RemoteObject, Submission
from asynccourse.judge.services import ServiceCall
from asynccourse.judge.witness import Witness
from asynccourse.shared.errors import is_only

if TYPE_CHECKING:
    import game
    import game_script
else:  # a suite's folder is found by its whole name, which no import statement can spell
    game = importlib.import_module("asynccourse.suites.38_game_tick.game")
    game_script = importlib.import_module("asynccourse.suites.38_game_tick.game_script")


@pytest.mark.points(2)
async def test_ticks_keep_their_times(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Tick n begins at n/hz, whatever step and broadcast take; between ticks it sleeps."""
    await sleeps_until_the_next(submission, witness, rng)
    for busy in (False, True):
        script = game_script.draw(rng, ticks=24, count=0)
        script.steps = game_script.lasting(rng, script, 0.1, 0.5)
        script.broadcasts = game_script.sending(rng, script, 0.1, 0.4)
        script.empty = rng.randrange(2, 20)
        script.equal = rng.sample(range(2, 20), 4)
        world = game.Game(submission.session, witness, script, rng)
        await (world.begin_late(driver) if busy else world.begin(submission))
        world.finished()


async def sleeps_until_the_next(submission: Submission, witness: Witness, rng: Random) -> None:
    """Refuse if a timer wakes it before the next tick, with nothing to do."""
    script = game_script.draw(rng, ticks=9, count=0, hz=0.5)
    world = game.Game(submission.session, witness, script, rng)
    call = world.begin(submission)
    for number in range(3):
        await world.begins(number)
        idle = await witness.idle()
        due = world.start + (number + 1) / world.script.hz
        if idle.timer is not None and idle.timer < due - game_script.ROUNDING:
            expect.refuse(
                "busy_wait",
                f"tick {number} was done, and tick {number + 1} is due after "
                f"{game_script.seconds(due - witness.now)}; a timer wakes it after "
                f"{game_script.seconds(idle.timer - witness.now)}",
                cure="Sleep once, for what is left until the next tick.",
            )
    await call
    world.finished()


@pytest.mark.points(2)
async def test_each_input_once(
    submission: Submission, driver: RemoteObject, witness: Witness, rng: Random
) -> None:
    """Each step gets what has come since the one before it, in order, in a list of its own.

    Two worlds run at once.
    """
    script = game_script.draw(rng, ticks=20, count=60)
    script.steps = game_script.lasting(rng, script, 0.25, 0.9)
    script.broadcasts = game_script.sending(rng, script, 0.1, 0.9)
    tick_1_in_a_broadcast(rng, script)
    game_script.rush(rng, script)
    world = game.Game(submission.session, witness, script, rng)
    another = game_script.draw(rng, ticks=8, count=20)
    beside = game.Game(submission.session, witness, another, rng)
    there = beside.begin(submission)
    kept = await driver.call("run_kept", *world.args)
    world.finished()
    await there
    beside.finished()
    for (began, now), call in zip(kept, world.step.calls, strict=False):
        expect.true(
            list(began) == list(now),
            "wrong_result",
            f"tick {call.args[0]} began with {expect.shown(began)}, and in the end there was "
            f"{expect.shown(now)} in the same list",
            line=call.line,
            cure="A step may keep its list: give it away, and begin a new one for what comes next.",
        )


def tick_1_in_a_broadcast(rng: Random, script: game_script.Script) -> None:
    """Have tick 1 begin in a broadcast: an answer that lets none do so is known by that."""
    script.steps[0] = game_script.lasting(rng, script, 0.1, 0.4)[0]
    script.broadcasts[0] = game_script.sending(rng, script, 1.1, 1.9)[0]


@pytest.mark.points(1)
async def test_slow_clients_delay_no_tick(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """Ticks go on during a long broadcast; the one after it sends the newest state."""
    script = game_script.draw(rng, ticks=24, count=12)
    script.steps = game_script.lasting(rng, script, 0.1, 0.4)
    script.broadcasts = game_script.sending(rng, script, 1.2, 4.0)
    world = game.Game(submission.session, witness, script, rng)
    await world.begin(submission)
    world.finished()


@pytest.mark.points(1)
async def test_missed_ticks_are_skipped(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """A tick whose time has passed in a long step is left out; the next keeps its time, number."""
    script = game_script.draw(rng, ticks=30, count=20)
    script.steps = game_script.lasting(rng, script, 0.1, 0.4)
    for number in rng.sample(range(1, 4), 2) + rng.sample(range(4, 30), 12):
        script.steps[number] = game_script.lasting(rng, script, 1.1, 3.9)[number]
    script.broadcasts = game_script.sending(rng, script, 0.1, 2.0)
    tick_1_in_a_broadcast(rng, script)
    world = game.Game(submission.session, witness, script, rng)
    await world.begin(submission)
    world.finished()


@pytest.mark.points(1)
async def test_no_inputs(submission: Submission, witness: Witness, rng: Random) -> None:
    """Without inputs the world ends in its first or second tick; with one, after that."""
    script = game_script.draw(rng, ticks=1, count=1)
    # The first broadcast ends during the step of the second tick, which is the last.
    script.steps = {1: game_script.lasting(rng, script, 0.5, 0.9)[1]}
    script.broadcasts = game_script.sending(rng, script, 1.1, 1.4)
    world = game.Game(submission.session, witness, script, rng)
    await world.begin(submission)
    world.finished()
    script.inputs, script.end = [], 0.0
    world = game.Game(submission.session, witness, script, rng)
    await world.begin(submission)
    world.finished(fewer=1)


@pytest.mark.points(1)
async def test_errors_reach_the_caller(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """If a step, a broadcast or the inputs fail, the error reaches the caller and all ends."""
    places = ("step()", "broadcast()", "the last broadcast()", "inputs")
    for kind, place in itertools.product((ConnectionError, TimeoutError), places):
        script = game_script.draw(rng, ticks=20, count=12)
        script.steps = game_script.lasting(rng, script, 0.1, 0.3)
        script.broadcasts = game_script.sending(rng, script, 0.1, 0.5)
        tick = script.plan()[-1].number if "last" in place else rng.randrange(4, 9)
        error = kind(f"{place} broke down: {rng.randrange(10**6)}")
        at = tick / script.hz + script.steps[tick]
        if place == "inputs":
            script.inputs = [one for one in script.inputs if one[0] < at]
            script.end = at = at + (1 / game_script.PART) / script.hz
            script.fault = error
        else:
            service = place.removesuffix("()").removeprefix("the last ")
            at += script.broadcasts[tick] if service == "broadcast" else 0.0
            script.faults[service, tick] = error
        world = game.Game(submission.session, witness, script, rng)
        await fails(submission, world, error, place, at)


async def fails(
    submission: Submission, world: game.Game, error: Exception, place: str, at: float
) -> None:
    """Refuse unless `run_world` raises `error`, or a group of nothing else, in time."""
    try:
        got: Any = await world.begin(submission)
    except RemoteError as raised:
        if raised.kind == "NotImplementedError":
            raise
        expect.true(
            is_only(raised, error),
            "wrong_exception",
            f"{place} raised {error!r}; run_world raised {expect.shown_error(raised)}",
            line=raised.line,
        )
    else:
        expect.refuse(
            "wrong_exception",
            f"{place} raised {error!r}, and run_world returned {expect.shown(got)}",
            cure="The error has to reach the caller: await the task in which it is raised, or "
            "start it in a TaskGroup.",
        )
    more = [
        call for call in world.step.calls if call.start > world.start + at + game_script.ROUNDING
    ]
    expect.true(
        len(more) <= 1,
        "lost_exception",
        f"{place} raised {error!r} at {game_script.seconds(at)}, and {len(more)} more ticks began "
        "before run_world raised it",
        line=more[-1].line if more else 0,
        cure="In a TaskGroup, the error of one task ends the others. Otherwise look at the "
        "tasks in every tick.",
    )
    await world.nothing_left("run_world had raised")


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    submission: Submission, witness: Witness, rng: Random
) -> None:
    """When the caller is cancelled, in a step, a broadcast or between, all of it ends."""
    for place in ("step", "broadcast", "neither"):
        script = game_script.draw(rng, ticks=20, count=12)
        if place == "step":
            script.steps[3] = 0.5 / script.hz
        if place == "broadcast":
            script.broadcasts[3] = (5 + 1 / game_script.FINE) / script.hz
        world = game.Game(submission.session, witness, script, rng)
        call = world.begin(submission)
        await world.begins(3)
        await witness.idle()
        await cancelled_at_once(call, witness)
        await world.nothing_left("run_world had been cancelled")
        expect.true(
            len(world.step.calls) == 4,
            "leaked_task",
            "a tick began after run_world had been cancelled",
        )


async def cancelled_at_once(call: RemoteCall, witness: Witness) -> None:
    """Refuse unless a cancelled `run_world` ends as such, before the clock has moved on."""
    before = witness.now
    expect.cancelled(await call.cancel(), "run_world")
    took = witness.now - before
    expect.true(
        took <= game_script.ROUNDING,
        "swallowed_cancellation",
        f"run_world was cancelled by its caller, and went on for {game_script.seconds(took)}",
        cure="Who cancels a world wants its end: cancel the broadcast too, and don't wait for what "
        "it would still take.",
    )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_on_a_real_clock(
    submission: Submission, witness: Witness, numbers: dict[str, float]
) -> None:
    """On a real clock, six ticks take six times 1/hz, with the work done in between."""
    count, period = int(numbers["ticks"]), numbers["period"]
    step_takes, broadcast_takes = numbers["step"], numbers["broadcast"]
    step = witness.timed("step", step_takes, lambda tick, _inputs: f"state of tick {tick}")
    step.check = lambda call: check_first(call, step.calls[0])
    broadcast = witness.timed("broadcast", broadcast_takes)
    ended = witness.gate("inputs.__anext__", _at_the_end)
    inputs = witness.object("inputs", {"__anext__": ended})
    floor = count * (period + step_takes + broadcast_takes)
    start = witness.now
    with witness.under(0.8 * floor, ideal=(count + 1) * period, cure=game.GRID):
        call = submission.run_world(1 / (period * witness.scale), inputs, step, broadcast).start()
        await witness.until(
            lambda: bool(step.calls) and step.calls[-1].args[0] >= count,
            "wrong_result",
            f"there was no tick {count}",
        )
        ended.release()
        await call
    for one in step.calls:
        early = one.args[0] * period * witness.scale - (one.start - start)
        expect.true(
            early < 0.001,
            "wrong_result",
            f"tick {one.args[0]} began {game_script.seconds(early)} before its time",
            line=one.line,
        )


def check_first(call: ServiceCall, first: ServiceCall) -> None:
    """Refuse a step that isn't given a number and a list, and a first one that isn't tick 0."""
    number, _ = game.step_args(call)
    expect.true(
        call is not first or number == 0,
        "wrong_result",
        f"the first tick was number {number}: tick 0 was left out",
        line=call.line,
        cure="Begin with tick 0, without a look at the clock: a moment has always passed by then.",
    )


def _at_the_end() -> None:
    raise StopAsyncIteration
