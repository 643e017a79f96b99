"""What comes and happens in a game, and when: so what there must be at each tick is known.

All times are multiples of a small part of a tick, and none that matter fall together.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from random import Random

PART = 64
"""Parts of a tick: inputs come at odd ones, steps take an even number of them."""

FINE = 2**16
"""Smaller parts of a tick; each broadcast takes one more of them, and so ends at no such time."""


ROUNDING = 1e-6
"""Seconds by which times may differ."""

RUSH = 100
"""Inputs that come in one instant."""


@dataclass(frozen=True)
class Tick:
    """What must happen: a tick's number, its time and the inputs that have come since the last."""

    number: int
    time: float
    inputs: list[object]


@dataclass
class Script:
    """What comes, and how long all takes; times in seconds from the first tick."""

    hz: float
    inputs: list[tuple[float, object]]
    end: float
    """When the inputs end."""
    steps: dict[int, float] = field(default_factory=dict)
    """Seconds that the step of a tick takes; 0 where it isn't named."""
    broadcasts: dict[int, float] = field(default_factory=dict)
    """Seconds that the broadcast of a tick's state takes."""
    empty: int = -1
    """The tick whose state is an empty string."""
    equal: Collection[int] = ()
    """The ticks whose state is that of the tick before."""
    fault: Exception | None = None
    """What the inputs raise, instead of coming to their end."""
    faults: dict[tuple[str, int], Exception] = field(default_factory=dict)
    """What "step" or "broadcast" raises, by the tick's number."""

    def plan(self) -> list[Tick]:
        """Return all ticks that there must be."""
        ticks: list[Tick] = []
        rest, number = list(self.inputs), 0
        while not ticks or self.end >= ticks[-1].time:
            time = number / self.hz
            come = [name for at, name in rest if at < time]
            del rest[: len(come)]
            ticks.append(Tick(number, time, come))
            after = time + self.steps.get(number, 0.0)
            number = max(number + 1, math.ceil(after * self.hz))
        return ticks


def draw(rng: Random, ticks: int, count: int, hz: float = 0.0) -> Script:
    """Return a script of so many ticks and inputs; steps and broadcasts take no time in it."""
    hz = hz or float(rng.choice((2, 4, 8)))
    part = 1 / hz / PART
    times = sorted(rng.sample(range(1, ticks * PART, 2), count + 1))
    last = times.pop()
    numbers = rng.sample(range(1000), count)
    inputs: list[tuple[float, object]] = [
        (time * part, f"input-{number}") for time, number in zip(times, numbers, strict=True)
    ]
    return Script(hz, inputs, max(last, (ticks - 1) * PART + 1) * part)


def rush(rng: Random, script: Script) -> None:
    """Add many inputs that come in one instant: some are equal, some 0 or an empty string."""
    at = rng.choice(script.inputs)[0]
    script.inputs += [(at, rng.choice(["w", "a", "s", "d", 0, ""])) for _ in range(RUSH)]
    script.inputs.sort(key=lambda one: one[0])


def lasting(rng: Random, script: Script, low: float, high: float) -> dict[int, float]:
    """Return how long each step takes, in ticks between `low` and `high` and never a whole one."""
    parts = [p for p in range(int(low * PART), int(high * PART) + 1) if p % 2 == 0 and p % PART]
    return {number: rng.choice(parts) / PART / script.hz for number in range(200)}


def sending(rng: Random, script: Script, low: float, high: float) -> dict[int, float]:
    """Return how long each broadcast takes, in ticks between `low` and `high`."""
    return {
        number: (rng.randint(int(low * PART), int(high * PART)) / PART + 1 / FINE) / script.hz
        for number in range(200)
    }


def seconds(time: float) -> str:
    """Return a time as a sentence shows it."""
    return f"{time:.4g} s"
