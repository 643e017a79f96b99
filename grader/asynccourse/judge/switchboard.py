"""The switchboard: takes the submission's calls of services in, and carries their ends out."""

from __future__ import annotations

from collections.abc import Callable

from asynccourse.judge.link import Link
from asynccourse.judge.services import Service, ServiceCall, ServiceObject
from asynccourse.judge.translation import Translator
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall import messages
from asynccourse.wall.framing import WallError

CALLS = 20_000
"""Most calls of one service in one test."""


class Switchboard:
    """Knows every service of a test and every call of one that hasn't ended."""

    def __init__(self, link: Link, translator: Translator, now: Callable[[], float]) -> None:
        self._link = link
        self._translator = translator
        self._now = now
        self.services: list[Service] = []
        """The test's services."""
        self._open: dict[int, ServiceCall] = {}

    def add(self, service: Service) -> None:
        """Make a service callable by the submission."""
        callable_ = ServiceObject(service.label, {"__call__": service})
        self._translator.add(callable_)
        service.id = callable_.id
        self.services.append(service)

    def take(self, message: messages.ServiceCall) -> None:
        """Take a call in. Raises `WallError` and `Refusal` where it can't be one."""
        service = self._translator.known(message.handle).methods.get(message.method)
        if service is None or message.id in self._open:
            raise WallError("it called a service in a way that there isn't")
        if len(service.calls) >= CALLS:
            raise Refusal("limit_exceeded", f"it called {service.label}() over {CALLS:,} times")
        call = ServiceCall(
            id=message.id,
            service=service,
            method=message.method,
            args=tuple(self._translator.decode(argument) for argument in message.args),
            kwargs={name: self._translator.decode(v) for name, v in message.kwargs.items()},
            line=message.line or message.made,
            inline=message.line > 0,
            thread=message.thread,
            process=message.process,
            start=self._now(),
        )
        self._open[message.id] = call
        service.arrive(call)

    def abandon(self, number: int) -> None:
        """Note that the submission cancelled a call; it may have ended on this side already."""
        call = self._open.pop(number, None)
        if call is not None:
            call.end, call.outcome = self._now(), "cancelled"

    def end(self, call: ServiceCall, value: object, error: Exception | None) -> None:
        """End a call with a value or an error."""
        call.end, call.outcome = self._now(), "returned" if error is None else "raised"
        self._open.pop(call.id, None)
        if error is None:
            self._link.send(messages.Reply(0, call.id, self._translator.encode(value)))
        else:
            told = self._translator.encode_error(error)
            self._link.send(messages.Reply(0, call.id, error=told))

    def calls(self) -> list[ServiceCall]:
        """Return every call of the test's services."""
        return [call for service in self.services for call in service.calls]
