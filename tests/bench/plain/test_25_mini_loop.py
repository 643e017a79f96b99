"""25_mini_loop, plainly."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from tests.bench.plain.answer import CALLS, LATENCY, fail, load, raises, under

answer = load()
Steps = Generator[Any, Any, None]


class Clock:
    """A clock that only waiting moves on."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []
        self.log: list[Any] = []
        self.loop = answer.MiniLoop(clock=lambda: self.now, wait=self.wait)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        assert seconds >= 0
        self.waits += [seconds] if seconds else []
        self.now += seconds

    def steps(self, name: str, count: int) -> Steps:
        """Yield so many times."""
        for number in range(count):
            self.log.append(f"{name}{number}")
            yield

    def sleeper(self, seconds: float, computes: float = 0.0) -> Steps:
        """Compute for so long, sleep for so long, and note the time."""
        self.now += computes
        yield from self.loop.sleep(seconds)
        self.log.append((seconds, self.now - 100))


def sleeping(loop: Any, seconds: float) -> Steps:
    """Sleep for so long, and no more."""
    yield from loop.sleep(seconds)


def run(clock: Clock, *generators: Steps) -> list[Any]:
    """Run these, and return the log."""
    for generator in generators:
        clock.loop.spawn(generator)
    clock.loop.run()
    return clock.log


def test_generators_take_turns() -> None:
    """Generators take turns, each up to its next yield, in the order of spawning."""
    clock = Clock()
    log = run(clock, clock.steps("a", 3), clock.steps("b", 1), clock.steps("c", 2))
    assert log == ["a0", "b0", "c0", "a1", "c1", "a2"]


def test_sleepers_wake_in_time() -> None:
    """Sleepers go on at their time, and the loop waits once until each."""
    clock = Clock()
    assert run(clock, *map(clock.sleeper, (3, 1, 2, 1))) == [(1, 1), (1, 1), (2, 2), (3, 3)]
    assert clock.waits == [1, 1, 1]


def test_busy_ones_delay_nobody() -> None:
    """A sleeper whose time has come wakes while others are ready, and overdue ones don't wait."""
    clock = Clock()
    late = clock.sleeper(0.5)
    assert run(clock, late, clock.sleeper(1, computes=2)) == [(0.5, 2), (1, 3)]

    def busy() -> Steps:
        for _ in range(5):
            clock.now += 1
            yield

    clock = Clock()
    run(clock, clock.sleeper(2), busy())
    assert clock.log[0][1] <= 3
    assert clock.waits == []


def test_spawned_by_another() -> None:
    """What is spawned while the loop runs gets its turns too."""
    clock = Clock()

    def parent() -> Steps:
        clock.loop.spawn(clock.steps("child", 2))
        yield from clock.loop.sleep(0)

    assert run(clock, parent()) == ["child0", "child1"]


def test_errors_reach_the_caller() -> None:
    """An error ends its own generator; the others go on, and `run` raises it in the end."""
    clock = Clock()

    def broken() -> Steps:
        yield
        fail()

    with raises(ConnectionError):
        run(clock, broken(), clock.steps("a", 3), broken())
    assert clock.log == ["a0", "a1", "a2"]


def test_nothing_to_do() -> None:
    """Without generators `run` returns at once, and it can run again."""
    clock = Clock()
    assert run(clock) == []
    assert run(clock, clock.steps("a", 1)) == ["a0"]
    assert clock.waits == []


def test_interrupted() -> None:
    """Ctrl-C in a wait ends `run` at once."""

    def wait(_: float) -> None:
        raise KeyboardInterrupt

    loop = answer.MiniLoop(clock=lambda: 0.0, wait=wait)
    loop.spawn(sleeping(loop, 1))
    with pytest.raises(KeyboardInterrupt):
        loop.run()


def test_as_fast_as_one() -> None:
    """On a real clock, ten sleeps of 100 ms take far less than a second."""
    loop = answer.MiniLoop()
    for _ in range(CALLS):
        loop.spawn(sleeping(loop, LATENCY))
    with under():
        loop.run()
