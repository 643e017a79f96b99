"""The witness: what a suite asks for its services, its waits and its clock."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from asynccourse.judge.services import (
    Gate,
    Meeting,
    Mode,
    Participant,
    Rendezvous,
    Service,
    ServiceCall,
    ServiceObject,
    Timed,
    too_few_at_once,
)
from asynccourse.judge.session import Session
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.messages import Idle


def nothing(*_args: object, **_kwargs: object) -> None:
    """The result of a service that gives none."""


class Witness:
    """Makes services for one test, and knows the time on the test's clock.

    On the real clock all delays and limits grow with `scale`, which doubles with every repeat.
    """

    def __init__(self, session: Session, *, virtual: bool) -> None:
        self._session = session
        self.scale = 1.0 if virtual else session.scale

    @property
    def now(self) -> float:
        """Seconds on the test's clock since the test began."""
        return self._session.now()

    @property
    def busiest(self) -> Idle:
        """The report of idleness with the most threads and children at work so far."""
        return self._session.conductor.busiest

    def instant(
        self, label: str, result: Callable[..., Any] = nothing, *, mode: Mode = "async"
    ) -> Service:
        """Return a service that answers at once."""
        return self._added(Service(self._session, label, result, mode))

    def rendezvous(
        self,
        label: str,
        parties: int,
        result: Callable[..., Any] = nothing,
        *,
        mode: Mode = "async",
        order: Callable[[list[ServiceCall]], list[ServiceCall]] = list,
    ) -> Rendezvous:
        """Return a service that holds its calls until `parties` different ones are in flight."""
        service = Rendezvous(self._session, label, result, mode, parties=parties, order=order)
        self._added(service)
        return service

    def meeting(
        self, results: Mapping[str, Callable[..., Any]], *, modes: Mapping[str, Mode] | None = None
    ) -> list[Service]:
        """Return services, by label and result, that hold their calls until each has one.

        They are async, except those for which `modes` says otherwise.
        """
        meeting = Meeting()
        for label, result in results.items():
            mode = (modes or {}).get(label, "async")
            service = Participant(self._session, label, result, mode, meeting=meeting)
            meeting.services.append(service)
            self._added(service)
        return list(meeting.services)

    def timed(
        self,
        label: str,
        delay: float | Callable[..., float],
        result: Callable[..., Any] = nothing,
        *,
        mode: Mode = "async",
        parties: int = 1,
    ) -> Timed:
        """Return a service whose calls take `delay` seconds of the test's clock."""

        def scaled(*args: Any, **kwargs: Any) -> float:
            seconds = delay(*args, **kwargs) if callable(delay) else delay
            return seconds * self.scale

        service = Timed(self._session, label, result, mode, delay=scaled, parties=parties)
        self._added(service)
        return service

    def gate(
        self, label: str, result: Callable[..., Any] = nothing, *, mode: Mode = "async"
    ) -> Gate:
        """Return a service that holds its calls until the test releases them."""
        service = Gate(self._session, label, result, mode)
        self._added(service)
        return service

    def object(
        self, label: str, methods: Mapping[str, Service], *, bound: tuple[Any, ...] = ()
    ) -> ServiceObject:
        """Return an object whose methods are these services, called with `bound` first."""
        made = ServiceObject(label, dict(methods), bound)
        self._session.add_object(made)
        return made

    def iterator(self, label: str, items: Iterable[Any]) -> ServiceObject:
        """Return an async iterator over `items`, which are taken one by one as they are asked for.

        Its service `methods["__anext__"]` has seen every item that was asked for.
        """
        rest = iter(items)

        def following() -> Any:
            for item in rest:
                return item
            raise StopAsyncIteration

        return self.object(label, {"__anext__": self.instant(f"{label}.__anext__", following)})

    def items(self, label: str, items: Iterable[Any]) -> ServiceObject:
        """Return an ordinary iterator over `items`, which are taken one by one as well.

        Its service `methods["__next__"]` has seen every item that was asked for.
        """
        rest = iter(items)

        def following() -> Any:
            for item in rest:
                return item
            raise StopIteration

        service = self.instant(f"{label}.__next__", following, mode="instant")
        return self.object(label, {"__next__": service})

    async def idle(self) -> Idle:
        """Wait until nothing is ready on the submission's loop, and return what it waits for.

        The clock doesn't move meanwhile: a `timer` that is set then is the submission's own.
        """
        return await self._session.idle()

    async def loop_turned(self) -> None:
        """Wait until the submission's loop has turned, which one that is held never does.

        What ends only then shows a hold for what it is, however fast the machine is.
        """
        await self._session.turned()

    def signal(self, number: signal.Signals) -> None:
        """Send the submission's process a signal, as whoever started it would."""
        self._session.signal(number)

    async def until(
        self,
        condition: Callable[[], bool],
        code: str,
        message: str,
        *,
        line: int = 0,
        cure: str = "",
    ) -> None:
        """Wait until `condition` holds; refuse with `code` once it never can."""
        await self._session.until(condition, lambda: Refusal(code, message, line=line, cure=cure))

    async def all_in_flight(self, service: Service, parties: int) -> None:
        """Wait until `parties` different calls of a service are in flight."""
        await self._session.until(
            lambda: service.distinct >= parties, lambda: too_few_at_once(service, parties)
        )

    @contextmanager
    def under(
        self, seconds: float, *, code: str = "too_slow", ideal: float | None = None, cure: str = ""
    ) -> Iterator[None]:
        """Refuse a block that takes `seconds` of the test's clock or more.

        `ideal` says how long it takes at best, for the sentence and the picture. On the real clock
        the refusal is by time alone, so that the test is repeated.
        """
        if ideal:
            self.ideal(ideal)
        began = self.now
        yield
        took = self.now - began
        if took >= seconds * self.scale:
            enough = f"where less than {seconds * self.scale:.2f} s is enough"
            if ideal:
                best = ideal * self.scale
                enough = f"where {best:.2f} s are possible"
                if took > 1.1 * best:
                    enough = f"{took / best:.1f} times the {best:.2f} s that are possible"
            raise Refusal(
                code,
                f"it took {took:.2f} s, {enough}",
                by_time="no" if self._session.conductor.virtual else "tight",
                cure=cure,
            )

    def ideal(self, seconds: float) -> None:
        """Say how long the test's calls take when they overlap, for the picture."""
        self._session.chronicle.ideal = seconds * self.scale

    def _added(self, service: Service) -> Service:
        self._session.add_service(service)
        return service
