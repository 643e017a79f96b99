"""An event loop of your own, on plain generators: the reference solution."""

import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable, Generator
from typing import Any


class MiniLoop:
    """Runs generators in turns, in one thread.

    A generator says `yield` to let the others have a turn, and `yield from loop.sleep(seconds)` to
    go on once that time has passed. `clock()` tells the time and `wait(seconds)` lets it pass, both
    in seconds; the loop uses no others.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._clock = clock
        self._wait = wait
        self._ready: deque[Generator[Any, Any, Any]] = deque()
        # A heap gives the earliest first. The number behind the time settles ties, so that two
        # generators are never compared, which would raise TypeError.
        self._sleeping: list[tuple[float, int, Generator[Any, Any, Any]]] = []
        self._numbers = itertools.count()

    def spawn(self, generator: Generator[Any, Any, Any]) -> None:
        """Note a generator down for `run`, which may be running already. Nothing of it runs yet."""
        self._ready.append(generator)

    def sleep(self, seconds: float) -> Generator[Any, Any, None]:
        """Go on once so many seconds have passed: `yield from loop.sleep(seconds)`.

        0 seconds are as good as a bare `yield`.
        """
        # A point in time, not a duration: if others compute meanwhile, it comes no later for that.
        yield self._clock() + seconds

    def run(self) -> None:
        """Run every generator to its end.

        Those that are ready take turns in order, each up to its next `yield`. Sleepers whose time
        has come join them, the earliest first. When nobody is ready, the loop waits once, until
        the first sleeper is due.

        An error ends its own generator. When all have ended, `run` raises the errors that there
        were in an `ExceptionGroup`; a single one may also come by itself. What `wait` raises ends
        `run` at once.
        """
        errors: list[Exception] = []
        while self._ready or self._sleeping:
            if not self._ready:
                # max: whoever is overdue needs no wait, and a negative one is an error.
                self._wait(max(0.0, self._sleeping[0][0] - self._clock()))
            # At every turn, not only after a wait: the ready ones may keep the loop busy for long.
            self._wake_those_due()
            if self._ready:
                self._step(self._ready.popleft(), errors)
        if errors:
            raise ExceptionGroup("errors of generators", errors)

    def _wake_those_due(self) -> None:
        now = self._clock()
        while self._sleeping and self._sleeping[0][0] <= now:
            self._ready.append(heapq.heappop(self._sleeping)[2])

    def _step(self, generator: Generator[Any, Any, Any], errors: list[Exception]) -> None:
        """Run a generator up to its next `yield`, and put it where what it yielded says."""
        # `except Exception`, no more: Ctrl-C and SystemExit are meant for the whole program.
        try:
            until = next(generator)
        except StopIteration:
            return
        except Exception as error:
            errors.append(error)
            return
        if until is None:
            self._ready.append(generator)
        else:
            heapq.heappush(self._sleeping, (until, next(self._numbers), generator))
