"""What a loop did, read from the driver's log, and what is refused of it in more than one test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from asynccourse.judge import expect, told
from asynccourse.judge.remote import Outcome, RemoteObject
from asynccourse.wall.values import Error

Script = list[Any]

WAIT_ONCE = "When nobody is ready, wait once, for as long as the earliest sleeper still has."
TAKE_TURNS = "After one `next()` it is the turn of the next generator in the line."


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
        self.errors: dict[tuple[str, int], tuple[str, str]] = {}
        """Of what kind the error is that a turn raises, and what it says, where it raises one."""
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
        for kind, *entry in await self._driver.plain("log"):
            match kind:
                case "turn":
                    self._had_turn(*entry)
                case "wait":
                    self._waited(*entry)
                case "mark":
                    self.marks.append(len(self.turns))
                case _:
                    refuse_misuse(kind, *entry)
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
            cure="A sleeper may be overdue; then there is nothing to wait for.",
        )
    if kind == "asks in circles":
        expect.refuse(
            "busy_wait",
            f"the loop asked for the time, or waited 0 s, {figure:,} times with no generator's "
            "turn and no wait between: it runs in circles and burns the processor",
            line=line,
            cure=WAIT_ONCE,
        )
    unasked = "" if asked else ", and the clock that it was given was never asked"
    expect.refuse(
        "busy_wait",
        f"the loop waited {figure:,} times with no generator's turn between{unasked}",
        line=line,
        cure=WAIT_ONCE if asked else "Reckon with the `clock` that the loop was given.",
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
    message = f"run() raised {said(first)}"
    expect.refuse("wrong_exception", message, line=line, cure=cure_of(first))


def cure_of(error: Error) -> str:
    """Return the way out of an error that `run` raised and no generator did."""
    if "not supported between instances of" in error.text:
        return "Put a counter between the time and the generator: a tie is then settled by that."
    return told.OWN_ERROR


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
    cure: str = "",
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
    expect.refuse(code, f"{ended} when {name} had had {seen}{and_more}", cure=cure)


def nothing_before_run(world: World) -> None:
    """Refuse turns that came before `run` was called."""
    if world.marks and world.marks[0]:
        turn = world.turns[0]
        expect.refuse(
            "out_of_order",
            f"{turn.name} ran when it was spawned, before run() was called",
            cure="Let `spawn` only note the generator down.",
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
                cure="Wait only when nobody is ready.",
            )
    slept = [sum(filter(None, flat(script))) for script in world.scripts.values()]
    took, best = sum(wait.seconds for wait in world.waits), max(due(world.top).values())
    expect.true(
        not took >= sum(slept) > best,
        "sequential",
        f"the loop waited {took:g} s: all the sleeps one after the other; together they take "
        f"{best:g} s",
        line=world.waits[0].line if world.waits else 0,
        cure="Let `sleep` tell the loop until when, and let the loop do the waiting.",
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
        cure=WAIT_ONCE,
    )
    for turn in world.turns:
        late = world.passed(turn) - times[turn.name, turn.number]
        expect.true(
            late <= 0,
            "too_slow",
            f"{turn.name} had its turn {late:g} s later than it was due",
            cure=WAIT_ONCE,
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


def turns_of(world: World, name: str) -> list[Turn]:
    """Return the turns of one generator."""
    return [turn for turn in world.turns if turn.name == name]
