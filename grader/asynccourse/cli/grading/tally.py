"""Where a run stands, counted from its events."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable

from asynccourse.grading import events

SHOWN = 3
"""How many are named of what is slowest, and of whom most was refused."""


class Tally:
    """Counts events. `now` is a clock, in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.started: events.Started | None = None
        self.done = 0
        self.passed = 0
        """Of what was judged in this run, as `refused` and all the others."""
        self.refused: Counter[str] = Counter()
        """Refusals by student."""
        self.judging: dict[tuple[str, str], None] = {}
        """The first student and the exercise of what is handed out, the longest first."""
        self.died = 0
        self.faults: dict[str, list[str]] = defaultdict(list)
        """Answers without a verdict, by the reason for that."""
        self._began = now()
        self._different = 0
        """How often something was judged, whoever handed it in."""
        self._seconds: dict[str, list[float]] = defaultdict(list)

    def take(self, event: events.Event) -> None:
        """Count an event."""
        match event:
            case events.Started():
                self.started, self.done = event, event.kept
                self._began = self._now()
            case events.Judging():
                self.judging[event.students[0], event.exercise] = None
            case events.Judged():
                self._judged(event)
            case events.Died():
                self.died += 1
            case events.Fault():
                self.faults[event.reason] += [f"{who} {event.exercise}" for who in event.students]

    def _judged(self, event: events.Judged) -> None:
        self.judging.pop((event.students[0], event.exercise), None)
        self.done = event.done
        self._different += 1
        self._seconds[event.exercise].append(event.seconds)
        if event.status == "passed":
            self.passed += len(event.students)
        else:
            self.refused.update(event.students)

    @property
    def answers(self) -> int:
        """How many answers are to have a verdict in the end."""
        return self.started.answers if self.started else 0

    @property
    def rate(self) -> float:
        """Verdicts a second since the beginning of this run."""
        judged = self.done - (self.started.kept if self.started else 0)
        return judged / self._elapsed

    @property
    def left(self) -> float | None:
        """Seconds that the rest takes; None where nothing tells.

        What many have handed in is judged once, and says no more of the time than another.
        """
        if self.started is None or not self._different:
            return None
        return (self.started.different - self._different) * self._elapsed / self._different

    @property
    def _elapsed(self) -> float:
        return max(self._now() - self._began, 1e-3)

    def slowest(self) -> list[tuple[str, float]]:
        """Return the exercises that take longest, with the mean of their seconds."""
        means = {name: sum(every) / len(every) for name, every in self._seconds.items()}
        return sorted(means.items(), key=lambda one: -one[1])[:SHOWN]

    def most_refused(self) -> list[tuple[str, int]]:
        """Return the students of whom most was refused."""
        return sorted(self.refused.items(), key=lambda one: (-one[1], one[0]))[:SHOWN]
