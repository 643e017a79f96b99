"""Services: callables that live in the judge and are called by the submission. The witnesses.

A service decides when each of its calls ends; how it decides is its class. What it sees it keeps:
every call with its arguments, its line, its start and end on the test's clock, and the peak of
calls in flight. A service acts only when something happens to it, never by itself, so that the
judge always knows what it may still do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from asynccourse.verdicts.refusal import Refusal

if TYPE_CHECKING:
    from asynccourse.judge.session import Session

Mode = Literal["async", "blocking", "instant"]
Ended: TypeAlias = Literal["returned", "raised", "cancelled", "exhausted"]


@dataclass(eq=False)
class ServiceCall:
    """One call of a service; times in seconds of the test's clock."""

    id: int
    """Its number among the submission's calls over the wall; 0 for one over another wire."""
    service: Service
    method: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    line: int
    """The submission's line that made it, 0 if unknown."""
    inline: bool
    """Whether it also waits at that line, and not in a task of its own."""
    thread: int
    """The thread that called: 0 the main one."""
    process: int
    """The process that called: 0 the runner itself, else a worker's id, as the kernel says."""
    start: float
    reply: Callable[[object, Exception | None], None]
    """Carries its end, a value or an error, to whoever called."""
    end: float | None = None
    outcome: Literal["open", "returned", "raised", "cancelled", "exhausted"] = "open"
    """How it ended; an iterator's last call is `exhausted`."""

    def close(self, now: float, outcome: Ended) -> None:
        """Note how it ended, and when."""
        self.end, self.outcome = now, outcome
        self.service.landed(self)

    @cached_property
    def key(self) -> str:
        """What tells this call from others of its service: its arguments."""
        return repr((self.args, sorted(self.kwargs.items())))

    @property
    def label(self) -> str:
        """How the call is named to the learner, such as `fetch('a')`."""
        told = [repr(argument) for argument in self.args]
        told += [f"{name}={value!r}" for name, value in self.kwargs.items()]
        return f"{self.service.label}({', '.join(told)})"


@dataclass(eq=False, repr=False)
class Service:
    """A service that answers each call at once; the base of those that hold them.

    `result` is called with the call's arguments and gives its value, or raises its error.
    """

    session: Session
    label: str
    result: Callable[..., Any]
    mode: Mode = "async"
    calls: list[ServiceCall] = field(default_factory=list)
    peak: int = 0
    id: int = 0
    check: Callable[[ServiceCall], None] = lambda call: None
    """Looks at every call as it arrives, before anything else; may raise a `Refusal`."""
    # Kept and not counted anew: a submission can have thousands of calls in flight.
    _flying: dict[ServiceCall, None] = field(default_factory=dict)
    _keys: Counter[str] = field(default_factory=Counter)

    def __repr__(self) -> str:
        return f"<{self.label} service>"

    @property
    def in_flight(self) -> list[ServiceCall]:
        """The calls that have not ended."""
        return list(self._flying)

    @property
    def distinct(self) -> int:
        """How many calls with different arguments are in flight."""
        return len(self._keys)

    def arrive(self, call: ServiceCall) -> None:
        """Take in a new call."""
        self.calls.append(call)
        self._flying[call] = None
        self._keys[call.key] += 1
        self.check(call)
        self.peak = max(self.peak, self.distinct)
        self.begin(call)

    def landed(self, call: ServiceCall) -> None:
        """Take note of a call's end."""
        del self._flying[call]
        self._keys[call.key] -= 1
        if not self._keys[call.key]:
            del self._keys[call.key]

    def begin(self, call: ServiceCall) -> None:
        """Decide what happens to a new call."""
        self.answer(call)

    def answer(self, call: ServiceCall) -> None:
        """End a call with its result, or with the error that making it raises."""
        if call.outcome != "open":
            return
        try:
            value = self.result(*call.args, **call.kwargs)
        except Exception as error:
            self.session.end_service_call(call, error=error)
        else:
            self.session.end_service_call(call, value=value)

    def unmet(self, pending: int) -> Refusal | None:
        """Return the refusal if the runner is idle and what this service waits for can't come.

        `pending` calls of all services will still be answered when their time has come.
        """
        return None


@dataclass(eq=False, repr=False)
class ServiceObject:
    """An object that lives in the judge: a label, and a service for each of its methods.

    With `__anext__` it is an async iterator, with `__aenter__` and `__aexit__` an async context
    manager; a service by itself is an object that can only be called.
    """

    label: str
    methods: dict[str, Service]
    bound: tuple[Any, ...] = ()
    """What its services get as their first arguments, so that objects can share a service."""
    id: int = 0

    def __repr__(self) -> str:
        return f"<{self.label} object>"


@dataclass(eq=False, repr=False)
class Rendezvous(Service):
    """Holds every call until `parties` different ones are in flight, then answers them all.

    `order` gives the order in which the held calls are answered; by default that of arrival.
    """

    parties: int = 2
    order: Callable[[list[ServiceCall]], list[ServiceCall]] = list
    open: bool = False

    def begin(self, call: ServiceCall) -> None:
        """Hold the call, or answer all when it was the last one missing."""
        if self.open:
            self.answer(call)
        elif self.distinct >= self.parties:
            self.open = True
            for held in self.order(self.in_flight):
                self.answer(held)

    def unmet(self, pending: int) -> Refusal | None:
        """Sequential: held calls wait for others that will never be made."""
        if self.open or pending or not self.in_flight:
            return None
        return too_few_at_once(self, self.parties)


TURN = 0.001
"""Seconds of the test's clock between two ends of a meeting."""


class Meeting:
    """Several services that meet: none answers before each has a call in flight.

    Then one ends after another, the last service first: ends in one moment would leave it to chance
    which of them the submission sees first.
    """

    def __init__(self) -> None:
        self.services: list[Participant] = []
        self.open = False
        self.peak = 0

    def arrived(self) -> None:
        """See whether all are there, and answer them if they are."""
        present = [service for service in self.services if service.in_flight]
        self.peak = max(self.peak, len(present))
        if len(present) == len(self.services):
            self.open = True
            self._end_in_turn()

    def _end_in_turn(self) -> None:
        for turn, service in enumerate(reversed(self.services)):
            for call in service.in_flight:
                service.session.after(turn * TURN, partial(service.answer, call))

    def unmet(self, pending: int) -> Refusal | None:
        """Sequential: those that are there wait for others that will never come."""
        if self.open or pending or not any(service.in_flight for service in self.services):
            return None
        absent = [f"{service.label}()" for service in self.services if not service.in_flight]
        calls = [call for service in self.services for call in service.in_flight]
        return Refusal(
            "sequential",
            f"never more than {self.peak} of {len(self.services)} calls in flight at once: "
            f"{absent[0]} was not started while the others waited",
            line=waiting_line(calls),
        )


@dataclass(eq=False, repr=False)
class Participant(Service):
    """One service of a `Meeting`."""

    meeting: Meeting = field(default_factory=Meeting)

    def begin(self, call: ServiceCall) -> None:
        """Hold the call until all are there."""
        if self.meeting.open:
            self.answer(call)
        else:
            self.meeting.arrived()

    def unmet(self, pending: int) -> Refusal | None:
        """As the meeting says."""
        return self.meeting.unmet(pending)


@dataclass(eq=False, repr=False)
class Timed(Service):
    """Answers each call after a time on the test's clock: `delay` seconds, or what it returns.

    With `parties`, that many must be in flight together before the first can end.
    """

    delay: float | Callable[..., float] = 0.1
    parties: int = 1
    met: bool = False
    due: list[ServiceCall] = field(default_factory=list)
    """The calls whose time has passed, and which only wait for the others to come."""

    def begin(self, call: ServiceCall) -> None:
        """Have the call answered when its time has passed, and all have been there together."""
        delay = self.delay(*call.args, **call.kwargs) if callable(self.delay) else self.delay
        self.session.after(delay, lambda: self._end(call))
        if not self.met and self.distinct >= self.parties:
            self.met = True
            for held in self.due:
                self.answer(held)

    def _end(self, call: ServiceCall) -> None:
        if self.met:
            self.answer(call)
        else:
            self.due.append(call)

    def unmet(self, pending: int) -> Refusal | None:
        """Sequential: fewer in flight than there must be, and the submission waits for these."""
        waiting = self.in_flight
        timed = sum(call not in self.due for call in waiting)
        if self.met or not waiting or pending > timed:
            return None
        return too_few_at_once(self, self.parties)


@dataclass(eq=False, repr=False)
class Gate(Service):
    """Holds every call until the test itself lets it go."""

    opened: bool = False

    def begin(self, call: ServiceCall) -> None:
        """Hold the call, unless the gate stands open."""
        if self.opened:
            self.answer(call)

    def open(self) -> None:
        """Answer all calls in flight, and from now on every call at once."""
        self.opened = True
        self.release()

    def release(self, *args: Any) -> None:
        """Answer the calls in flight that were made with these arguments; without any, all."""
        for call in self.in_flight:
            if not args or call.args == args:
                self.answer(call)


def too_few_at_once(service: Service, parties: int) -> Refusal:
    """Return the refusal of calls that should have been in flight together."""
    return Refusal(
        "sequential",
        f"never more than {service.peak} of {parties} calls of {service.label}() in flight at once",
        line=waiting_line(service.in_flight),
    )


def waiting_line(calls: list[ServiceCall]) -> int:
    """Return the line at which the first of these calls waits; 0 where all are tasks."""
    return next((call.line for call in calls if call.inline), 0)
