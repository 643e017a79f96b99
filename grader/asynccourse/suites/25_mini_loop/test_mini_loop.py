"""Proves that `MiniLoop` takes turns, wakes sleepers in time, and waits no more than it must.

Its clock and its wait are the driver's: time passes only where the loop waits, or where a generator
is made to take time. So every figure is exact, and each wait is seen.
"""

from __future__ import annotations

import importlib
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteObject
from asynccourse.judge.witness import Witness

if TYPE_CHECKING:
    import mini_world
else:  # a suite's folder is found by its whole name, which no import statement can spell
    mini_world = importlib.import_module("asynccourse.suites.25_mini_loop.mini_world")

NAMES = ["tea", "toast", "egg", "beans", "porridge", "coffee", "bacon", "juice", "melon", "waffle"]


@pytest.mark.points(2)
async def test_generators_take_turns(driver: RemoteObject, rng: Random) -> None:
    """Generators that yield take turns, each up to its next yield, in the order of spawning."""
    names = rng.sample(NAMES, 4)
    scripts = {name: [None] * rng.randrange(2, 6) for name in names}
    world = mini_world.World(driver, rng, scripts)
    mini_world.raised_nothing(await world.play())
    mini_world.complete(world)
    mini_world.nothing_before_run(world)
    one_by_one = [name for name in names for _ in range(len(scripts[name]) + 1)]
    expect.true(
        [turn.name for turn in world.turns] != one_by_one,
        "sequential",
        f"the turns went to {mini_world.names_of(world.turns)}: each ran to its end before the "
        "next began",
        cure=mini_world.TAKE_TURNS,
    )
    wanted = sorted(world.turns, key=lambda turn: (turn.number, names.index(turn.name)))
    expect.true(
        world.turns == wanted,
        "out_of_order",
        f"the turns went to {mini_world.names_of(world.turns)}, and not to "
        f"{mini_world.names_of(wanted)}",
        cure="Who has had a turn and goes on stands at the end of the line.",
    )
    mini_world.never_held_up(world)
    await sleeps_of_nothing(driver, rng)


async def sleeps_of_nothing(driver: RemoteObject, rng: Random) -> None:
    """Refuse if a sleep of 0 s gives nobody a turn; who comes first then is up to the loop."""
    scripts: dict[str, mini_world.Script] = {name: [0.0] * 3 for name in rng.sample(NAMES, 3)}
    world = mini_world.World(driver, rng, scripts)
    mini_world.raised_nothing(await world.play())
    mini_world.complete(world)
    numbers = [turn.number for turn in world.turns]
    expect.true(
        numbers == sorted(numbers),
        "sequential",
        f"all slept for 0 s, again and again, and the turns went to "
        f"{mini_world.names_of(world.turns)}: after a sleep of 0 s, too, it is the turn of those "
        "that are ready",
        cure="Let `sleep(0)` yield once as well.",
    )


@pytest.mark.points(2)
async def test_sleepers_wake_in_time(driver: RemoteObject, rng: Random) -> None:
    """Sleepers go on at their time, and the loop waits once until the next of them is due."""
    scripts = mini_world.drawn_sleeps(rng, rng.sample(NAMES, 5))
    twins = rng.sample(list(scripts), 2)
    scripts[twins[1]] = list(scripts[twins[0]])
    world = mini_world.World(driver, rng, scripts)
    mini_world.raised_nothing(await world.play())
    mini_world.complete(world)
    mini_world.never_held_up(world)
    mini_world.on_time(world)


@pytest.mark.points(1)
async def test_busy_ones_delay_nobody(driver: RemoteObject, rng: Random) -> None:
    """Time that a generator takes for itself is no reason to wake a sleeper any later."""
    late, early, last, busy = rng.sample(NAMES, 4)
    scripts: dict[str, mini_world.Script] = {late: [3.5], early: [3.0], last: [8.0], busy: []}
    world = mini_world.World(driver, rng, scripts)
    work = world.work[busy, 0] = 4.0 + rng.randrange(1, 12) / 4
    mini_world.raised_nothing(await world.play())
    mini_world.complete(world)
    woken = {turn.name: turn for turn in world.turns if turn.number == 1}
    for name, time in ((early, work), (late, work), (last, 8.0)):
        over = world.passed(woken[name]) - time
        expect.true(
            over <= 0,
            "too_slow",
            f"{name} wanted to sleep {scripts[name][0]:g} s and slept {time + over:g} s: {busy} "
            f"had computed for {work:g} s meanwhile, and they count too",
            cure="Note at what time by the clock a sleeper is due, not how long it has to sleep, "
            "and ask the clock right before you wait.",
        )
        expect.true(
            over == 0 or name != last, "wrong_result", f"{name} was woken {-over:g} s too early"
        )
    expect.true(
        world.turns.index(woken[early]) < world.turns.index(woken[late]),
        "out_of_order",
        f"{early} was due after 3 s and {late} after 3.5 s, but {late} was woken first",
        cure="Of the sleepers that are due, the earliest comes first.",
    )
    await busy_with_yields(driver, rng)
    await busy_before_its_sleep(driver, rng)


async def busy_before_its_sleep(driver: RemoteObject, rng: Random) -> None:
    """Refuse if the time that a generator takes before its sleep is taken for sleep."""
    name, work = rng.choice(NAMES), rng.randrange(4, 9) / 4
    world = mini_world.World(driver, rng, {name: [3.0]})
    world.work[name, 0] = work
    mini_world.raised_nothing(await world.play())
    mini_world.complete(world)
    slept = world.passed(mini_world.turns_of(world, name)[1]) - work
    expect.true(
        slept == 3.0,
        "wrong_result" if slept < 3.0 else "too_slow",
        f"{name} had computed for {work:g} s, then wanted to sleep 3 s, and slept {slept:g} s",
        cure="Ask the clock when the sleep begins: the generator's turn itself may take long.",
    )


async def busy_with_yields(driver: RemoteObject, rng: Random) -> None:
    """Refuse if a sleeper waits for the end of one that is busy, and yields all the time."""
    busy, sleeper = rng.sample(NAMES, 2)
    world = mini_world.World(driver, rng, {busy: [None] * 16, sleeper: [2.0]})
    world.work = {(busy, number): 0.5 for number in range(16)}
    mini_world.raised_nothing(await world.play())
    mini_world.complete(world)
    at = next(turn.at for turn in world.turns if (turn.name, turn.number) == (sleeper, 1))
    over = at - world.start - 2.0
    expect.true(over >= 0, "wrong_result", f"{sleeper} was woken {-over:g} s too early")
    expect.true(
        over <= 1.0,
        "too_slow",
        f"{sleeper} wanted to sleep 2 s and slept {2 + over:g} s: {busy} yielded every 0.5 s, and "
        f"all the while nobody looked whether {sleeper} was due",
        cure="Look at the sleepers before every `next()`.",
    )


@pytest.mark.points(1)
async def test_spawned_by_another(driver: RemoteObject, rng: Random) -> None:
    """What is spawned while the loop runs gets its turns too, also if its parent has ended."""
    parent, child, grandchild, other, neighbour = rng.sample(NAMES, 5)
    naps = [rng.randrange(1, 9) / 4 for _ in range(4)]
    scripts: dict[str, mini_world.Script] = {
        other: [None, naps[0], 0.0, None],
        parent: [naps[1], [child, [None, naps[2], [grandchild, [naps[3], None]]]]],
        neighbour: [0.0, None, naps[1], None],
    }
    world = mini_world.World(driver, rng, scripts)
    mini_world.raised_nothing(await world.play())
    mini_world.complete(world)
    spawning, following = (
        world.turns.index(turn) for turn in mini_world.turns_of(world, parent)[1:3]
    )
    expect.true(
        following == spawning + 1,
        "out_of_order",
        f"{parent} spawned {child}, which ran at once, within spawn()",
        cure="Let `spawn` only note the generator down.",
    )
    mini_world.never_held_up(world)
    mini_world.on_time(world)
    await spawned_in_line(driver, rng)


async def spawned_in_line(driver: RemoteObject, rng: Random) -> None:
    """Refuse if one that is spawned comes before those whose turn it was before that."""
    parent, child, *others = rng.sample(NAMES, 5)
    scripts: dict[str, mini_world.Script] = {parent: [None, [child, [None]], None]}
    scripts |= {name: [None] * 3 for name in others}
    world = mini_world.World(driver, rng, scripts)
    mini_world.raised_nothing(await world.play())
    mini_world.complete(world)
    spawning = mini_world.turns_of(world, parent)[1]
    line = world.turns[world.turns.index(spawning) :]
    before = line[: line.index(mini_world.turns_of(world, child)[0])]
    passed = [name for name in others if name not in {turn.name for turn in before}]
    if passed:
        expect.refuse(
            "out_of_order",
            f"{parent} spawned {child}, which had a turn before {mini_world.listed(passed)}: "
            "whoever is ready already comes first",
            cure="Put who is spawned at the end of the line.",
        )


@pytest.mark.points(1)
async def test_errors_reach_the_caller(driver: RemoteObject, rng: Random) -> None:
    """An error ends its own generator; the others go on, and `run` raises it in the end."""
    for kinds in (["RuntimeError"], ["ConnectionError", "ConnectionError"]):
        names = rng.sample(NAMES, 4)
        scripts: dict[str, mini_world.Script] = {
            name: [rng.choice([None, 0.5, 1.0]), rng.randrange(1, 9) / 4, None] for name in names
        }
        scripts[names[-1]] = [None, 5.0, None]  # is the last to end, and after every error
        world = mini_world.World(driver, rng, scripts)
        for kind, name in zip(kinds, rng.sample(names[:-1], len(kinds)), strict=True):
            text = f"{name} is burnt: {rng.randrange(10**6)}"
            world.errors[name, rng.randrange(3)] = kind, text
        outcome = await world.play()
        raised = "" if outcome.error is None else f"raised {mini_world.said(outcome.error.error)}"
        found = (
            {}
            if outcome.error is None
            else {one.text: one for one in expect.leaves(outcome.error.error)}
        )
        given = {text: f"{kind}: {text}" for kind, text in world.errors.values()}
        strange = [one for text, one in found.items() if text not in given]
        if strange:
            expect.refuse(
                "wrong_exception",
                f"the generators raised {' and '.join(given.values())}; run() raised "
                f"{mini_world.said(strange[0])}",
                line=strange[0].frames[-1].line if strange[0].frames else 0,
                cure=mini_world.cure_of(strange[0]),
            )
        mini_world.complete(
            world,
            but=dict(world.errors.keys()),
            code="leaked_task" if raised else "wrong_result",
            ended=f"run() {raised or 'returned'}",
            cure="Keep an error for the end of `run`, and go on with the other generators.",
        )
        for text, error in given.items():
            expect.true(
                text in found,
                "lost_exception",
                f"a generator raised {error}, and run() "
                f"{f'{raised} and no more' if raised else 'returned as if nothing had been'}",
                cure="Collect all errors, and let `run` raise them in the end.",
            )


@pytest.mark.points(1)
async def test_nothing_to_do(driver: RemoteObject, rng: Random) -> None:
    """Without generators `run` returns at once; each loop has its own, and can run again."""
    world = mini_world.World(driver, rng, {})
    mini_world.raised_nothing(await world.have("nothing_to_do"))
    expect.true(not world.waits, "too_slow", "run() waited, though nothing was spawned")
    names = rng.sample(NAMES, 3)
    text = f"{names[0]} is burnt: {rng.randrange(10**6)}"
    world.errors[names[0], 2] = "ConnectionError", text
    outcome = await world.have("two_loops", names)
    not_raised_again(outcome, text)
    mini_world.raised_nothing(outcome)
    ends = [*world.marks, len(world.turns)]
    for place, what in enumerate(("one loop", "another loop", "the first loop, once more")):
        name, ran = names[place], world.turns[ends[place] : ends[place + 1]]
        expect.true(
            {turn.name for turn in ran} == {name} and len(ran) == 3,
            "wrong_result",
            f"{name} was spawned on {what}; when that was run, the turns went to "
            f"{mini_world.names_of(ran) or 'nobody'}",
        )


def not_raised_again(outcome: Outcome, text: str) -> None:
    """Refuse if a run raised the error of another one before it."""
    error = outcome.error
    expect.true(
        error is None or text not in [one.text for one in expect.leaves(error.error)],
        "wrong_exception",
        f"a generator raised ConnectionError: {text}, and a later run() raised that once more",
        line=error.line if error else 0,
        cure="Let each `run` begin without errors.",
    )


@pytest.mark.points(1)
async def test_interrupted(driver: RemoteObject, rng: Random) -> None:
    """Ctrl-C in a wait ends `run` at once: whatever `wait` raises reaches the caller."""
    codes = {"KeyboardInterrupt": "swallowed_cancellation", "OSError": "wrong_exception"}
    for kind, code in codes.items():
        scripts = mini_world.drawn_sleeps(rng, rng.sample(NAMES, 3))
        world = mini_world.World(driver, rng, scripts)
        burnt = rng.choice(list(scripts))
        world.errors[burnt, 0] = "ConnectionError", f"{burnt} is burnt"
        outcome = await world.have("interrupted", scripts, kind)
        mini_world.raised_nothing(outcome)
        expect.true(bool(world.marks), "wrong_result", "run() never called wait() to sleep")
        after = len(world.turns) - world.marks[0]
        expect.true(
            after == 0 and outcome.value == f"raised {kind}",
            code,
            f"wait() raised {kind}, and run() {outcome.value}, after {after} more turns; before "
            f"that, {burnt} had raised an error",
            cure="Catch `Exception` and no more, and only what `next()` raises; and raise the "
            "errors of generators after the loop, not in a `finally`.",
        )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    driver: RemoteObject,
    witness: Witness,
    numbers: dict[str, float],
) -> None:
    """With its own clock and wait, ten sleeps take about as long as one."""
    latency = numbers["latency"]
    step = witness.instant("step", mode="instant")
    # No loop of asyncio's is running then, and so none is held up.
    call = driver.alone("really", NAMES, latency * witness.scale, step)
    with witness.under(0.8 * len(NAMES) * latency, code="sequential", ideal=latency):
        mini_world.raised_nothing(await call.outcome())
        begun = [call.start for call in step.calls if call.args[1] == 0]
        apart = [after - before for before, after in pairwise(begun)]
        expect.true(
            min(apart, default=0.0) < latency * witness.scale,
            "sequential",
            f"each generator began {latency * witness.scale:g} s or more after the one before it, "
            "when that one had slept",
        )
    expect.equal(len(step.calls), 2 * len(NAMES), "the number of turns in all")
