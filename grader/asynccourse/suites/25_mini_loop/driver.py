"""Plays scripts on the submission's MiniLoop, with a clock that only waits and work move on.

All that happens goes into a log, which the suite reads: nothing crosses the wall while a loop runs,
so that no hold of asyncio's loop depends on anything but the submission.
"""

from __future__ import annotations

import builtins
import contextlib
import sys
from collections.abc import Callable, Generator
from typing import Any

submission: Any = globals()["submission"]

MOST_ASKS = 1000
"""How often a loop may ask for the time, or wait for none, with no turn and no wait between."""

MOST_WAITS = 100
"""How many waits there may be without a turn between."""

Script = list[Any]
Step = Callable[[str, int], None]


class InCircles(Exception):
    """Raised to get out of a loop that does the same again and again."""


class World:
    """The clock, the wait, and what generators do in their turns; keeps the log of it all."""

    def __init__(self) -> None:
        self.log: list[tuple[object, ...]] = []
        self.now = 0.0
        self.work: dict[tuple[str, int], float] = {}
        self.errors: dict[tuple[str, int], tuple[str, str]] = {}
        self.asks = 0
        self.asked_at_all = False
        self.waits = 0

    def clock(self) -> float:
        """Tell the time."""
        self.asked_at_all = True
        self.ask()
        return self.now

    def ask(self) -> None:
        """Count what takes no time."""
        self.asks += 1
        if self.asks > MOST_ASKS:
            self.log.append(("asks in circles", self.asks, line()))
            raise InCircles("the clock was asked again and again")

    def wait(self, seconds: float) -> None:
        """Let the time pass, as `time.sleep` would."""
        if seconds < 0:
            self.log.append(("negative wait", seconds, line()))
            raise ValueError("sleep length must be non-negative")
        if seconds == 0:
            self.ask()
            return
        self.log.append(("wait", seconds, line()))
        self.now += seconds
        self.asks = 0
        self.waits += 1
        if self.waits > MOST_WAITS:
            self.log.append(("waits in circles", self.waits, line(), self.asked_at_all))
            raise InCircles("wait was called again and again")

    def step(self, name: str, number: int) -> None:
        """Take a generator's turn."""
        self.asks = self.waits = 0
        self.log.append(("turn", name, number, self.now))
        self.now += self.work.get((name, number), 0.0)
        if (name, number) in self.errors:
            kind, text = self.errors[name, number]
            raise getattr(builtins, kind)(text)

    def mark(self) -> None:
        """Mark the place that the driver has come to."""
        self.log.append(("mark",))


world = World()


def line() -> int:
    """Return the submission's line that is running now, 0 without one."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename != submission.__file__:
        frame = frame.f_back
    return frame.f_lineno if frame.f_code.co_filename == submission.__file__ else 0


def begin(
    now: float, work: dict[tuple[str, int], float], errors: dict[tuple[str, int], tuple[str, str]]
) -> None:
    """Set the clock, and say which turns take time and which raise an error."""
    world.now, world.work, world.errors = now, work, errors
    world.asks = world.waits = 0
    world.log.clear()


def log() -> list[tuple[object, ...]]:
    """Return what has happened."""
    return list(world.log)


def play(scripts: dict[str, Script]) -> None:
    """Spawn a generator for each script, then run the loop."""
    loop = submission.MiniLoop(clock=world.clock, wait=world.wait)
    for name, script in scripts.items():
        loop.spawn(acting(loop, name, script, world.step))
    world.mark()
    loop.run()


def interrupted(scripts: dict[str, Script], kind: str) -> str:
    """Play scripts, and have the first wait raise an error of this kind; return what `run` did."""
    fresh = True

    def wait(seconds: float) -> None:
        nonlocal fresh
        world.wait(seconds)
        if seconds > 0 and fresh:
            fresh = False
            world.mark()
            raise getattr(builtins, kind)

    loop = submission.MiniLoop(clock=world.clock, wait=wait)
    for name, script in scripts.items():
        loop.spawn(acting(loop, name, script, world.step))
    try:
        loop.run()
    except NotImplementedError:
        raise
    except BaseException as error:
        return f"raised {type(error).__name__}"
    return "returned"


def nothing_to_do() -> None:
    """Run a loop that was given nothing, twice."""
    loop = submission.MiniLoop(clock=world.clock, wait=world.wait)
    loop.run()
    loop.run()


def two_loops(names: list[str]) -> None:
    """Give one generator to each of two loops, run both, and then the first once more.

    The first of these runs may raise a ConnectionError.
    """
    loops = [submission.MiniLoop(clock=world.clock, wait=world.wait) for _ in range(2)]
    for loop, name in zip(loops, names, strict=False):
        loop.spawn(acting(loop, name, [None, 1.0], world.step))
    world.mark()
    with contextlib.suppress(ConnectionError, BaseExceptionGroup):
        loops[0].run()
    world.mark()
    loops[1].run()
    world.mark()
    loops[0].spawn(acting(loops[0], names[-1], [None, 1.0], world.step))
    loops[0].run()


def really(names: list[str], seconds: float, step: Step) -> None:
    """Sleep in as many generators as there are names, on a loop with its own clock and wait."""
    loop = submission.MiniLoop()
    for name in names:
        loop.spawn(acting(loop, name, [seconds], step))
    loop.run()


def acting(loop: Any, name: str, script: Script, step: Step) -> Generator[Any, Any, None]:
    """Do what a script says: None yields, a number sleeps, a name and a script spawn."""
    for number, action in enumerate(script):
        step(name, number)
        if action is None:
            yield
        elif isinstance(action, list):
            child, its_script = action
            loop.spawn(acting(loop, child, its_script, step))
        else:
            yield from loop.sleep(action)
    step(name, len(script))
