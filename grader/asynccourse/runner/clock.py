"""The test's clock, as the submission reads it.

On the virtual clock, time stands still until the judge moves it on. The loop's timers and every
reading of `time.monotonic`, `perf_counter` and `time` agree, for all of them ask here. What must
know real time (the watchdog, the meter of holds) uses the names that this module keeps.
"""

import sys
import time
from collections.abc import Callable
from types import ModuleType
from typing import Final, TypeAlias

real: Final = time.perf_counter
"""The real clock, in seconds; taken before anything is replaced."""

_START: Final = 4096.0
"""Reading of the virtual monotonic clock at 0. Not 0, since code often takes 0 for 'never'."""

_EPOCH: Final = 1_700_000_000.0
"""Reading of the virtual wall clock at 0, in seconds since 1970."""


class Clock:
    """Seconds since the test began: virtual, or read from the machine."""

    def __init__(self) -> None:
        self.virtual = False
        self._now = 0.0
        self._began = real()

    def begin(self, *, virtual: bool, module: ModuleType) -> None:
        """Start the clock at 0; where `virtual`, replace what the submission reads it with.

        `module` is the submission's, which may have taken a clock under any name.
        """
        self._began = real()
        self.virtual = virtual
        if virtual:
            self._install(module)

    def now(self) -> float:
        """Return the seconds since the test began."""
        return self._now if self.virtual else real() - self._began

    def advance(self, now: float) -> None:
        """Move the virtual clock to `now` seconds; never back."""
        self._now = max(self._now, now)

    def _install(self, module: ModuleType) -> None:
        def monotonic() -> float:
            return _START + self._now

        def wall() -> float:
            return _EPOCH + self._now

        clocks = dict.fromkeys(("monotonic", "perf_counter"), monotonic) | {
            "monotonic_ns": lambda: int(monotonic() * 1e9),
            "perf_counter_ns": lambda: int(monotonic() * 1e9),
            "time": wall,
            "time_ns": lambda: int(wall() * 1e9),
        }
        replaced = {name: (getattr(time, name), clock) for name, clock in clocks.items()}
        for taker in [time, *_libraries()]:
            _replace_by_name(taker, replaced)
        _replace_under_any_name(module, replaced)


Replaced: TypeAlias = dict[str, tuple[object, Callable[[], float]]]
"""By its name in `time`, each clock as it was and as it is now."""


def _replace_by_name(taker: ModuleType, replaced: Replaced) -> None:
    for name, (old, clock) in replaced.items():
        if taker.__dict__.get(name) is old:
            setattr(taker, name, clock)


def _replace_under_any_name(taker: ModuleType, replaced: Replaced) -> None:
    for name, value in list(vars(taker).items()):
        for old, clock in replaced.values():
            if value is old:
                setattr(taker, name, clock)


def _libraries() -> list[ModuleType]:
    """Return the modules that may have taken a clock by its name, before it was replaced.

    Not the standard library's, whose threads wait in real time, and which takes its clocks under
    other names or asks `time` itself; and not ours.
    """
    apart = {*sys.stdlib_module_names, "asynccourse"}
    return [
        module
        for name, module in sys.modules.items()
        if name.partition(".")[0] not in apart and isinstance(module, ModuleType)
    ]
