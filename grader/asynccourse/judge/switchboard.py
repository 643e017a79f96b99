"""The switchboard: takes the submission's calls of services in, and carries their ends out."""

from __future__ import annotations

from collections.abc import Callable

from asynccourse.judge.link import Link
from asynccourse.judge.services import Ended, Service, ServiceCall, ServiceObject
from asynccourse.judge.translation import Translator
from asynccourse.verdicts.refusal import GraderFault, Refusal
from asynccourse.wall import messages
from asynccourse.wall.framing import WallError

CALLS = 20_000
"""Most calls of one service in one test."""


class Switchboard:
    """Knows every service of a test and every call of one that hasn't ended."""

    def __init__(self, translator: Translator, now: Callable[[], float]) -> None:
        self._translator = translator
        self._now = now
        self.services: list[Service] = []
        """The test's services."""
        self._open: dict[tuple[Link, int], ServiceCall] = {}

    def add(self, service: Service) -> None:
        """Make a service callable by the submission."""
        callable_ = ServiceObject(service.label, {"__call__": service})
        self._translator.add(callable_)
        service.id = callable_.id
        self.services.append(service)

    def take(self, message: messages.ServiceCall, link: Link, process: int) -> None:
        """Take a call in. Raises `WallError` and `Refusal` where it can't be one.

        `process` is 0 for the runner itself, else the id of a worker process.
        """
        called = self._translator.known(message.handle)
        service = called.methods.get(message.method)
        if service is None or (link, message.id) in self._open:
            raise WallError("it called a service in a way that there isn't")
        _count(service)
        number = message.id
        call = ServiceCall(
            id=number,
            service=service,
            method=message.method,
            args=called.bound + tuple(map(self._translator.decode, message.args)),
            kwargs={name: self._translator.decode(v) for name, v in message.kwargs.items()},
            line=message.line or message.made,
            inline=message.line > 0,
            thread=message.thread,
            process=process,
            start=self._now(),
            reply=lambda value, error: self._reply(link, number, value, error),
        )
        self._open[link, number] = call
        self._arrive(call)

    def _arrive(self, call: ServiceCall) -> None:
        """Hand a call to its service; one that the service can't take fails, as any call would."""
        try:
            call.service.arrive(call)
        except (Refusal, WallError, GraderFault):
            raise
        except Exception as error:
            if call.outcome == "open":
                self.end(call, None, error)

    def take_wired(
        self,
        service: Service,
        args: tuple[object, ...],
        reply: Callable[[object, Exception | None], None],
    ) -> ServiceCall:
        """Take in a call that came over another wire than the wall. Raises `Refusal`."""
        _count(service)
        call = ServiceCall(
            id=0,
            service=service,
            method="__call__",
            args=args,
            kwargs={},
            line=0,
            inline=False,
            thread=0,
            process=0,
            start=self._now(),
            reply=reply,
        )
        self._arrive(call)
        return call

    def forget(self, link: Link) -> None:
        """Note that a worker process is gone, with all that it had called."""
        for known, number in [key for key in self._open if key[0] is link]:
            self.abandon(number, known)

    def abandon(self, number: int, link: Link) -> None:
        """Note that the submission cancelled a call; it may have ended on this side already."""
        call = self._open.pop((link, number), None)
        if call is not None:
            self.withdraw(call)

    def withdraw(self, call: ServiceCall) -> None:
        """Note that whoever made a call no longer waits for its end."""
        if call.outcome == "open":
            call.close(self._now(), "cancelled")

    def end(self, call: ServiceCall, value: object, error: Exception | None) -> None:
        """End a call with a value or an error."""
        call.close(self._now(), _outcome(error))
        call.reply(value, error)

    def _reply(self, link: Link, number: int, value: object, error: Exception | None) -> None:
        self._open.pop((link, number), None)
        if error is None:
            link.send(messages.Reply(0, number, self._translator.encode(value)))
        else:
            link.send(messages.Reply(0, number, error=self._translator.encode_error(error)))

    def calls(self) -> list[ServiceCall]:
        """Return every call of the test's services."""
        return [call for service in self.services for call in service.calls]


def _count(service: Service) -> None:
    if len(service.calls) >= CALLS:
        raise Refusal("limit_exceeded", f"it called {service.label}() over {CALLS:,} times")


def _outcome(error: Exception | None) -> Ended:
    if isinstance(error, StopIteration | StopAsyncIteration):
        return "exhausted"
    return "returned" if error is None else "raised"
