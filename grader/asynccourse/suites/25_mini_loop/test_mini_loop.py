"""Proves that `MiniLoop` takes turns, wakes sleepers in time, and waits no more than it must.

Its clock and its wait are the driver's: time passes only where the loop waits, or where a generator
is made to take time. So every figure is exact, and each wait is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteObject, Submission
from asynccourse.judge.witness import Witness
from asynccourse.wall.values import Error

NAMES = ["tea", "toast", "egg", "beans", "porridge", "coffee", "bacon", "juice", "melon", "waffle"]

Script = list[Any]


@dataclass(frozen=True)
class Turn:
    """One turn of a generator: its name, which of its turns, and when it began, in seconds."""

    name: str
    number: int
    at: float


@dataclass(frozen=True)
class Wait:
    """One wait of the loop: for how long, who was ready then, and at which line."""

    seconds: float
    ready: list[str]
    line: int


class World:
    """What a loop did with the driver's clock and wait, read from the driver's log."""

    def __init__(self, driver: RemoteObject, rng: Random, scripts: Mapping[str, Script]) -> None:
        self.start = self.now = rng.randrange(1000) + 0.25
        self.top = dict(scripts)
        self.scripts = dict(all_scripts(scripts))
        self.work: dict[tuple[str, int], float] = {}
        """The seconds that a turn takes, where it takes any."""
        self.errors: dict[tuple[str, int], str] = {}
        """What is said by the error that a turn raises, where it raises one."""
        self.turns: list[Turn] = []
        self.waits: list[Wait] = []
        self.marks: list[int] = []
        """How many turns there had been when the driver reached each of its marks."""
        self._driver = driver
        self._ready = set(scripts)

    async def play(self) -> Outcome:
        """Play the scripts and return how `run` ended."""
        return await self.have("play", self.top)

    async def have(self, what: str, *args: object) -> Outcome:
        """Have the driver do something and return how that ended; refused for running in circles.

        It is kept what happened meanwhile.
        """
        await self._driver.plain("begin", self.start, self.work, self.errors)
        outcome = await self._driver.plain(what, *args).outcome()
        if outcome.error is not None and outcome.error.kind == "NotImplementedError":
            raise outcome.error
        for kind, *told in await self._driver.plain("log"):
            match kind:
                case "turn":
                    self._had_turn(*told)
                case "wait":
                    self._waited(*told)
                case "mark":
                    self.marks.append(len(self.turns))
                case _:
                    refuse_misuse(kind, *told)
        return outcome

    def passed(self, turn: Turn | None) -> float:
        """Return the seconds from the start to a turn, or to the end."""
        return (turn.at if turn else self.now) - self.start

    def _waited(self, seconds: float, line: int) -> None:
        self.waits.append(Wait(seconds, sorted(self._ready), line))
        self.now += seconds

    def _had_turn(self, name: str, number: int, at: float) -> None:
        self.turns.append(Turn(name, number, at))
        self.now += self.work.get((name, number), 0.0)
        self._ready.discard(name)
        rest = self.scripts.get(name, [])[number:]
        if rest and (name, number) not in self.errors:
            if isinstance(rest[0], list):
                self._ready.add(rest[0][0])
            elif not rest[0]:
                self._ready.add(name)


def refuse_misuse(kind: str, figure: float, line: int, asked: bool = True) -> None:
    """Refuse a use of the clock or of the wait that is wrong by itself."""
    if kind == "negative wait":
        expect.refuse(
            "wrong_exception",
            f"wait({figure:g}) was called: `time.sleep` raises ValueError for a negative time",
            line=line,
        )
    if kind == "asks in circles":
        expect.refuse(
            "busy_wait",
            f"the loop asked for the time, or waited 0 s, {figure:,} times with no generator's "
            "turn and no wait between: it runs in circles and burns the processor",
            line=line,
        )
    unasked = "" if asked else ", and the clock that it was given was never asked"
    expect.refuse(
        "busy_wait",
        f"the loop waited {figure:,} times with no generator's turn between{unasked}",
        line=line,
    )


def all_scripts(scripts: Mapping[str, Script]) -> Iterator[tuple[str, Script]]:
    """Yield every script by name, with those that are spawned in others."""
    for name, script in scripts.items():
        yield name, script
        for action in script:
            if isinstance(action, list):
                yield from all_scripts(spawned(action))


def spawned(action: Script) -> dict[str, Script]:
    """Return the script that an action spawns, by its name."""
    name, script = action
    return {name: script}


def due(scripts: Mapping[str, Script], at: float = 0.0) -> dict[tuple[str, int], float]:
    """Return at how many seconds each turn is due, where no turn takes time."""
    times: dict[tuple[str, int], float] = {}
    for name, script in scripts.items():
        now = at
        times[name, 0] = now
        for number, action in enumerate(script, 1):
            if isinstance(action, list):
                times |= due(spawned(action), now)
            else:
                now += action or 0.0
            times[name, number] = now
    return times


def drawn_sleeps(rng: Random, names: list[str]) -> dict[str, Script]:
    """Return a script of one to four sleeps for each name, in quarters of a second."""
    return {name: [rng.randrange(1, 17) / 4 for _ in range(rng.randrange(1, 5))] for name in names}


def raised_nothing(outcome: Outcome) -> None:
    """Refuse an error of `run` where no generator had one."""
    if outcome.error is None:
        return
    first = next(expect.leaves(outcome.error.error))
    line = first.frames[-1].line if first.frames else outcome.error.line
    expect.refuse("wrong_exception", f"run() raised {said(first)}", line=line)


def said(error: Error) -> str:
    """Return an error's kind and words, and those that a group holds."""
    text = f"{error.kind}: {error.text}" if error.text else error.kind
    return f"{text}: {', '.join(map(said, error.group))}" if error.group else text


def complete(
    world: World,
    *,
    but: Mapping[str, int] | None = None,
    code: str = "wrong_result",
    ended: str = "run() returned",
) -> None:
    """Refuse if a generator isn't at its end; those in `but` end early, at their given turn."""
    had = {turn.name: turn.number for turn in world.turns}
    last = {name: len(script) for name, script in world.scripts.items()} | dict(but or {})
    short = [name for name in last if had.get(name, -1) < last[name]]
    if not short:
        return
    name = short[0]
    and_more = f" (and {len(short) - 1} more had not ended either)" if len(short) > 1 else ""
    turns = had.get(name, -1) + 1
    seen = f"only {turns} of its {last[name] + 1} turns" if turns else "no turn at all"
    expect.refuse(code, f"{ended} when {name} had had {seen}{and_more}")


def nothing_before_run(world: World) -> None:
    """Refuse turns that came before `run` was called."""
    if world.marks and world.marks[0]:
        turn = world.turns[0]
        expect.refuse(
            "out_of_order", f"{turn.name} ran when it was spawned, before run() was called"
        )


def never_held_up(world: World) -> None:
    """Refuse a wait while somebody was ready, and sleeps that were waited for one by one."""
    for wait in world.waits:
        if wait.ready:
            expect.refuse(
                "sequential",
                f"the loop waited {wait.seconds:g} s while {listed(wait.ready)} "
                f"{'was' if len(wait.ready) == 1 else 'were'} ready to run",
                line=wait.line,
            )
    slept = [sum(filter(None, flat(script))) for script in world.scripts.values()]
    took, best = sum(wait.seconds for wait in world.waits), max(due(world.top).values())
    expect.true(
        not took >= sum(slept) > best,
        "sequential",
        f"the loop waited {took:g} s: all the sleeps one after the other; together they take "
        f"{best:g} s",
        line=world.waits[0].line if world.waits else 0,
    )


def listed(names: list[str]) -> str:
    """Return names as a sentence lists them: `tea, egg and toast`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def flat(script: Script) -> list[float | None]:
    """Return a script's own actions, without what it spawns."""
    return [action for action in script if not isinstance(action, list)]


def on_time(world: World) -> None:
    """Refuse turns that came too early or too late, and waits that nobody needed."""
    times = due(world.top)
    for turn in world.turns:
        early = times[turn.name, turn.number] - world.passed(turn)
        expect.true(
            early <= 0,
            "wrong_result",
            f"{turn.name} was called again {early:g} s before the {slept_for(world, turn):g} s "
            "that it sleeps had passed",
        )
    ends = {time for time in times.values() if time}
    expect.true(
        len(world.waits) <= len(ends),
        "busy_wait",
        f"the loop waited {len(world.waits)} times, where sleepers were due at {len(ends)} times; "
        f"the shortest wait was {min((wait.seconds for wait in world.waits), default=0):g} s",
        line=world.waits[0].line if world.waits else 0,
    )
    for turn in world.turns:
        late = world.passed(turn) - times[turn.name, turn.number]
        expect.true(
            late <= 0, "too_slow", f"{turn.name} had its turn {late:g} s later than it was due"
        )
    last = world.passed(None) - max(times.values())
    expect.true(last <= 0, "too_slow", f"the loop waited {last:g} s after all had ended")


def slept_for(world: World, turn: Turn) -> float:
    """Return the seconds that a generator slept before a turn of its."""
    action = world.scripts[turn.name][turn.number - 1] if turn.number else 0
    return float(action) if isinstance(action, int | float) else 0.0


def names_of(turns: list[Turn]) -> str:
    """Return whose turns these were, as a sentence shows it."""
    return expect.shown(" ".join(turn.name for turn in turns)).strip("'")


@pytest.mark.points(2)
async def test_generators_take_turns(driver: RemoteObject, rng: Random) -> None:
    """Generators that yield take turns, each up to its next yield, in the order of spawning."""
    names = rng.sample(NAMES, 4)
    scripts = {name: [None] * rng.randrange(2, 6) for name in names}
    world = World(driver, rng, scripts)
    raised_nothing(await world.play())
    complete(world)
    nothing_before_run(world)
    one_by_one = [name for name in names for _ in range(len(scripts[name]) + 1)]
    expect.true(
        [turn.name for turn in world.turns] != one_by_one,
        "sequential",
        f"the turns went to {names_of(world.turns)}: each ran to its end before the next began",
    )
    wanted = sorted(world.turns, key=lambda turn: (turn.number, names.index(turn.name)))
    expect.true(
        world.turns == wanted,
        "out_of_order",
        f"the turns went to {names_of(world.turns)}, and not to {names_of(wanted)}",
    )
    never_held_up(world)


@pytest.mark.points(2)
async def test_sleepers_wake_in_time(driver: RemoteObject, rng: Random) -> None:
    """Sleepers go on at their time, and the loop waits once until the next of them is due."""
    scripts = drawn_sleeps(rng, rng.sample(NAMES, 5))
    twins = rng.sample(list(scripts), 2)
    scripts[twins[1]] = list(scripts[twins[0]])
    world = World(driver, rng, scripts)
    raised_nothing(await world.play())
    complete(world)
    never_held_up(world)
    on_time(world)


@pytest.mark.points(1)
async def test_busy_ones_delay_nobody(driver: RemoteObject, rng: Random) -> None:
    """Time that a generator takes for itself is no reason to wake a sleeper any later."""
    late, early, last, busy = rng.sample(NAMES, 4)
    scripts: dict[str, Script] = {late: [3.5], early: [3.0], last: [8.0], busy: []}
    world = World(driver, rng, scripts)
    work = world.work[busy, 0] = 4.0 + rng.randrange(1, 12) / 4
    raised_nothing(await world.play())
    complete(world)
    woken = {turn.name: turn for turn in world.turns if turn.number == 1}
    for name, time in ((early, work), (late, work), (last, 8.0)):
        over = world.passed(woken[name]) - time
        expect.true(
            over <= 0,
            "too_slow",
            f"{name} wanted to sleep {scripts[name][0]:g} s and slept {time + over:g} s: {busy} "
            f"had computed for {work:g} s meanwhile, and they count too",
        )
        expect.true(
            over == 0 or name != last, "wrong_result", f"{name} was woken {-over:g} s too early"
        )
    expect.true(
        world.turns.index(woken[early]) < world.turns.index(woken[late]),
        "out_of_order",
        f"{early} was due after 3 s and {late} after 3.5 s, but {late} was woken first",
    )
    await busy_with_yields(driver, rng)


async def busy_with_yields(driver: RemoteObject, rng: Random) -> None:
    """Refuse if a sleeper waits for the end of one that is busy, and yields all the time."""
    busy, sleeper = rng.sample(NAMES, 2)
    world = World(driver, rng, {busy: [None] * 16, sleeper: [2.0]})
    world.work = {(busy, number): 0.5 for number in range(16)}
    raised_nothing(await world.play())
    complete(world)
    at = next(turn.at for turn in world.turns if (turn.name, turn.number) == (sleeper, 1))
    over = at - world.start - 2.0
    expect.true(over >= 0, "wrong_result", f"{sleeper} was woken {-over:g} s too early")
    expect.true(
        over <= 1.0,
        "too_slow",
        f"{sleeper} wanted to sleep 2 s and slept {2 + over:g} s: {busy} yielded every 0.5 s, and "
        f"all the while nobody looked whether {sleeper} was due",
    )


@pytest.mark.points(1)
async def test_spawned_by_another(driver: RemoteObject, rng: Random) -> None:
    """What is spawned while the loop runs gets its turns too, also if its parent has ended."""
    parent, child, grandchild, other, neighbour = rng.sample(NAMES, 5)
    naps = [rng.randrange(1, 9) / 4 for _ in range(4)]
    scripts: dict[str, Script] = {
        other: [None, naps[0], 0.0, None],
        parent: [naps[1], [child, [None, naps[2], [grandchild, [naps[3], None]]]]],
        neighbour: [0.0, None, naps[1], None],
    }
    world = World(driver, rng, scripts)
    raised_nothing(await world.play())
    complete(world)
    spawning, following = (world.turns.index(turn) for turn in turns_of(world, parent)[1:3])
    expect.true(
        following == spawning + 1,
        "out_of_order",
        f"{parent} spawned {child}, which ran at once, within spawn()",
    )
    never_held_up(world)
    on_time(world)


def turns_of(world: World, name: str) -> list[Turn]:
    """Return the turns of one generator."""
    return [turn for turn in world.turns if turn.name == name]


@pytest.mark.points(1)
async def test_errors_reach_the_caller(driver: RemoteObject, rng: Random) -> None:
    """An error ends its own generator; the others go on, and `run` raises it in the end."""
    for broken in (1, 2):
        names = rng.sample(NAMES, 4)
        scripts: dict[str, Script] = {
            name: [rng.choice([None, 0.5, 1.0]), rng.randrange(1, 9) / 4, None] for name in names
        }
        scripts[names[-1]] = [None, 5.0, None]  # is the last to end, and after every error
        world = World(driver, rng, scripts)
        for name in rng.sample(names[:-1], broken):
            text = f"{name} is burnt: {rng.randrange(10**6)}"
            world.errors[name, rng.randrange(3)] = text
        outcome = await world.play()
        raised = "" if outcome.error is None else f"raised {said(outcome.error.error)}"
        complete(
            world,
            but=dict(world.errors.keys()),
            code="leaked_task" if raised else "wrong_result",
            ended=f"run() {raised or 'returned'}",
        )
        found = (
            {}
            if outcome.error is None
            else {one.text: one for one in expect.leaves(outcome.error.error)}
        )
        given = list(world.errors.values())
        strange = [one for text, one in found.items() if text not in given]
        if strange:
            expect.refuse(
                "wrong_exception",
                f"the generators raised ConnectionError: {' and '.join(given)}; run() raised "
                f"{said(strange[0])}",
                line=strange[0].frames[-1].line if strange[0].frames else 0,
            )
        for text in given:
            expect.true(
                text in found,
                "lost_exception",
                f"a generator raised ConnectionError: {text}, and run() "
                f"{f'{raised} and no more' if raised else 'returned as if nothing had been'}",
            )


@pytest.mark.points(1)
async def test_nothing_to_do(driver: RemoteObject, rng: Random) -> None:
    """Without generators `run` returns at once; each loop has its own, and can run again."""
    world = World(driver, rng, {})
    raised_nothing(await world.have("nothing_to_do"))
    expect.true(not world.waits, "too_slow", "run() waited, though nothing was spawned")
    names = rng.sample(NAMES, 3)
    raised_nothing(await world.have("two_loops", names))
    ends = [*world.marks, len(world.turns)]
    for place, what in enumerate(("one loop", "another loop", "the first loop, once more")):
        name, ran = names[place], world.turns[ends[place] : ends[place + 1]]
        expect.true(
            {turn.name for turn in ran} == {name} and len(ran) == 3,
            "wrong_result",
            f"{name} was spawned on {what}; when that was run, the turns went to "
            f"{names_of(ran) or 'nobody'}",
        )


@pytest.mark.points(1)
async def test_interrupted(driver: RemoteObject, rng: Random) -> None:
    """Ctrl-C in a wait ends `run` at once: whatever `wait` raises reaches the caller."""
    scripts = drawn_sleeps(rng, rng.sample(NAMES, 3))
    world = World(driver, rng, scripts)
    outcome = await world.have("interrupted", scripts)
    raised_nothing(outcome)
    expect.true(bool(world.marks), "wrong_result", "run() never called wait() to sleep")
    after = len(world.turns) - world.marks[0]
    expect.true(
        after == 0 and outcome.value == "raised KeyboardInterrupt",
        "swallowed_cancellation",
        f"wait() was interrupted by KeyboardInterrupt, and run() {outcome.value}, after {after} "
        "more turns",
    )


@pytest.mark.points(1)
@pytest.mark.real_clock
async def test_as_fast_as_one(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    numbers: dict[str, float],
) -> None:
    """With its own clock and wait, ten sleeps take about as long as one."""
    latency = numbers["latency"]
    step = witness.instant("step", mode="instant")
    arguments = (NAMES, latency * witness.scale, step)
    # As a plain call: no loop of asyncio's is running, and so none is held up.
    call = RemoteCall(submission.session, driver.handle.id, "really", arguments, {}, "sync")
    with witness.under(0.8 * len(NAMES) * latency, code="sequential", ideal=latency):
        raised_nothing(await call.outcome())
        begun = [call.start for call in step.calls if call.args[1] == 0]
        apart = [after - before for before, after in pairwise(begun)]
        expect.true(
            min(apart, default=0.0) < latency * witness.scale,
            "sequential",
            f"each generator began {latency * witness.scale:g} s or more after the one before it, "
            "when that one had slept",
        )
    expect.equal(len(step.calls), 2 * len(NAMES), "the number of turns in all")
