"""Has tasks judged on an executor, whichever it is, and yields what comes of them as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from typing import TypeAlias

from asynccourse.grading.task import NotJudged, Outcome, outcomes
from asynccourse.sandbox.level import Level
from asynccourse.verdicts.refusal import GraderFault

TRIES = 4
"""How often a task is handed out at most, where it was lost with whatever was to judge it."""

Work: TypeAlias = tuple[str, bytes]
"""A task's key, and the task, encoded."""


@dataclass(frozen=True)
class Place:
    """Where tasks are judged: an executor, and what is submitted to it."""

    executor: Executor
    judge: Callable[[bytes], bytes]
    """From an encoded task to an encoded outcome."""
    width: Callable[[], int]
    """How many tasks may be handed out at once, as of now."""
    told: str
    """In a few words: `4 processes here`."""
    lacks: frozenset[str]
    """Which of the needs of exercises aren't met there."""
    sandbox: Level
    """How answers are confined there."""


@dataclass(frozen=True)
class _Flight:
    key: str
    message: bytes
    lost: int = 0


class Engine:
    """Hands out tasks, a bounded number at a time."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._flying: dict[Future[bytes], _Flight] = {}

    @property
    def flying(self) -> list[str]:
        """The keys of what is handed out, the longest first."""
        return [flight.key for flight in list(self._flying.values())]

    def run(self, work: Iterable[Work]) -> Iterator[list[tuple[str, Outcome]]]:
        """Yield outcomes with their tasks' keys, together those that came together.

        Raises `GraderFault` where nothing can be handed out any more.
        """
        waiting = iter(work)
        try:
            while self._fill(waiting):
                done, _ = wait(self._flying, return_when=FIRST_COMPLETED)
                landed = [found for future in done for found in self._land(future)]
                if landed:
                    yield landed
        finally:
            for future in self._flying:
                future.cancel()
            self._flying.clear()

    def _fill(self, waiting: Iterator[Work]) -> bool:
        """Hand out what may be; return whether anything is out."""
        while len(self._flying) < self._place.width():
            try:
                self._submit(_Flight(*next(waiting)))
            except StopIteration:
                break
        return bool(self._flying)

    def _submit(self, flight: _Flight) -> None:
        try:
            future = self._place.executor.submit(self._place.judge, flight.message)
        except Exception as error:
            raise GraderFault(f"{self._place.told}: takes no tasks any more ({error})") from None
        self._flying[future] = flight

    def _land(self, future: Future[bytes]) -> Iterator[tuple[str, Outcome]]:
        flight = self._flying.pop(future)
        try:
            yield flight.key, outcomes.decode(future.result())
        except (Exception, CancelledError) as error:
            lost = flight.lost + 1
            if lost < TRIES:
                self._submit(_Flight(flight.key, flight.message, lost))
                return
            told = f"it was lost {lost} times on the way ({type(error).__name__}: {error})"
            yield flight.key, Outcome(NotJudged(told))
