"""An event loop of your own, on plain generators.

`MiniLoop` works, and runs one generator after the other. Make them take turns.
"""

import time
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
        self._generators: list[Generator[Any, Any, Any]] = []

    def spawn(self, generator: Generator[Any, Any, Any]) -> None:
        """Note a generator down for `run`, which may be running already. Nothing of it runs yet."""
        self._generators.append(generator)

    def sleep(self, seconds: float) -> Generator[Any, Any, None]:
        """Go on once so many seconds have passed: `yield from loop.sleep(seconds)`.

        0 seconds are as good as a bare `yield`.
        """
        # TODO: this holds everybody up. Tell the loop until when, and let it do the waiting.
        self._wait(seconds)
        yield

    def run(self) -> None:
        """Run every generator to its end.

        Those that are ready take turns in order, each up to its next `yield`. Sleepers whose time
        has come join them, the earliest first. When nobody is ready, the loop waits once, until
        the first sleeper is due.

        An error ends its own generator. When all have ended, `run` raises the errors that there
        were in an `ExceptionGroup`; a single one may also come by itself. What `wait` raises ends
        `run` at once.
        """
        # TODO: this runs each to its end before the next begins.
        while self._generators:
            for _ in self._generators.pop(0):
                pass


def breakfast(loop: MiniLoop, name: str, seconds: float) -> Generator[Any, Any, None]:
    """Prepare something that takes its time."""
    print(f"{name}: begun")
    yield from loop.sleep(seconds)
    print(f"{name}: ready")


def main() -> None:
    """Show how long three sleeps of 0.4, 0.3 and 0.2 s take."""
    loop = MiniLoop()
    for name, seconds in (("tea", 0.4), ("egg", 0.3), ("toast", 0.2)):
        loop.spawn(breakfast(loop, name, seconds))
    start = time.perf_counter()
    loop.run()
    print(f"{time.perf_counter() - start:.2f} s; together they would take 0.40 s")


if __name__ == "__main__":
    main()
