"""The submission seen through the wall: its functions, objects and errors as a suite uses them."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from asynccourse.verdicts.result import TraceLine
from asynccourse.wall.values import Error, Frame, Handle

if TYPE_CHECKING:
    from asynccourse.judge.session import Session


READ = "__getattribute__"
"""The method that reads an attribute."""


class RemoteError(Exception):
    """An exception of the submission's. `origin` is the suite's own exception it began as."""

    def __init__(self, error: Error, origin: BaseException | None) -> None:
        super().__init__(error.text)
        self.error = error
        self.origin = origin

    @property
    def kind(self) -> str:
        """The name of the exception's type."""
        return self.error.kind

    @property
    def line(self) -> int:
        """The submission's innermost line that it passed, 0 without one."""
        way = _way(self.error)
        return way[-1].line if way else 0

    @property
    def trace(self) -> list[TraceLine]:
        """The submission's lines that it passed, outermost first."""
        return [TraceLine(frame.line, frame.function) for frame in _way(self.error)]

    def is_a(self, kind: type[BaseException] | str) -> bool:
        """Return whether its type, or a base of it, goes by that name."""
        name = kind if isinstance(kind, str) else kind.__name__
        return name in self.error.bases

    def __str__(self) -> str:
        return f"{self.kind}: {self.error.text}" if self.error.text else self.kind

    def __repr__(self) -> str:
        return f"{self.kind}({self.error.text!r})" if self.error.text else f"{self.kind}()"


def _way(error: Error) -> list[Frame]:
    """Return the submission's lines that an error passed, outermost first.

    A task group raises where its block ends, which is not where it went wrong: the way goes on to
    the first error in it that is the submission's own.
    """
    inner = [one for one in error.group if one.origin == 0] or _stopped(error)
    return [*error.frames, *next(filter(None, map(_way, inner)), [])]


def _stopped(error: Error) -> list[Error]:
    """Return the StopIteration that Python made a RuntimeError of, as one leaves a coroutine."""
    cause = error.cause
    is_one = cause is not None and cause.kind in ("StopIteration", "StopAsyncIteration")
    return [cause] if cause is not None and is_one and error.kind == "RuntimeError" else []


@dataclass(frozen=True)
class Outcome:
    """How a call ended."""

    kind: Literal["returned", "raised", "cancelled"]
    value: Any = None
    error: RemoteError | None = None

    def __str__(self) -> str:
        if self.kind == "cancelled":
            return "was cancelled"
        return f"returned {self.value!r}" if self.kind == "returned" else f"raised {self.error}"


class RemoteCall:
    """One call of the submission's: awaited, iterated, entered, or started and cancelled."""

    def __init__(
        self,
        session: Session,
        target: int,
        name: str,
        args: tuple[object, ...],
        kwargs: dict[str, object],
        mode: Literal["async", "sync", "object"],
    ) -> None:
        self.name = name
        self._session = session
        self._request = (target, name, args, kwargs)
        self._mode = mode
        self._number = 0

    def start(self) -> RemoteCall:
        """Send the call now, without waiting for its end."""
        if not self._number:
            self._number = self._session.send_call(*self._request, self._mode)
        return self

    def __await__(self) -> Generator[Any, None, Any]:
        return self._value().__await__()

    async def outcome(self) -> Outcome:
        """Wait for the end and return it, whichever it is."""
        self.start()
        return await self._session.outcome(self._number)

    async def cancel(self) -> Outcome:
        """Cancel the call as its caller would, and return how it ended."""
        self.start()
        self._session.cancel_call(self._number)
        return await self._session.outcome(self._number)

    async def _value(self) -> Any:
        outcome = await self.outcome()
        if outcome.error is not None:
            raise outcome.error
        if outcome.kind == "cancelled":
            raise self._session.cancelled_unasked(self._number)
        return outcome.value

    # An async generator or context manager is made by the call and then spoken to.

    async def _made(self) -> RemoteObject:
        self._mode = "object"
        made: RemoteObject = await self._value()
        return made

    def __aiter__(self) -> RemoteIterator:
        return RemoteIterator(self)

    async def __aenter__(self) -> Any:
        self._entered = await self._made()
        return await self._entered.call("__aenter__")

    async def __aexit__(self, *error: object) -> bool:
        return bool(await self._entered.call("__aexit__", None, None, None))


class RemoteIterator:
    """The iteration of a remote async iterable."""

    def __init__(self, call: RemoteCall) -> None:
        self._call = call
        self._iterator: RemoteObject | None = None

    def __aiter__(self) -> RemoteIterator:
        return self

    async def __anext__(self) -> Any:
        try:
            return await (await self._begun()).call("__anext__")
        except RemoteError as error:
            if error.kind == "StopAsyncIteration":
                raise StopAsyncIteration from None
            raise

    async def aclose(self) -> None:
        """Close the generator on the far side, as `aclosing` does."""
        await (await self._begun()).call("aclose")

    async def _begun(self) -> RemoteObject:
        if self._iterator is None:
            self._iterator = await self._call._made()
        return self._iterator


class RemoteObject:
    """An object of the submission's: its attributes are called across the wall."""

    def __init__(self, session: Session, handle: Handle) -> None:
        self._session = session
        self._handle = handle

    @property
    def handle(self) -> Handle:
        """What the object is called on the wall."""
        return self._handle

    def call(self, name: str, *args: object, **kwargs: object) -> RemoteCall:
        """Call one of its async methods; "" calls the object itself."""
        return RemoteCall(self._session, self._handle.id, name, args, kwargs, "async")

    def plain(self, name: str, *args: object, **kwargs: object) -> RemoteCall:
        """Call one of its ordinary methods, on the loop's thread while the loop runs."""
        return RemoteCall(self._session, self._handle.id, name, args, kwargs, "object")

    def alone(self, name: str, *args: object, **kwargs: object) -> RemoteCall:
        """Call one of its ordinary methods, on the main thread while no loop runs there."""
        return RemoteCall(self._session, self._handle.id, name, args, kwargs, "sync")

    def get(self, name: str) -> RemoteCall:
        """Read one of its attributes."""
        return self.plain(READ, name)

    def __repr__(self) -> str:
        return f"<{self._handle.label} {self._handle.kind}>"


class Submission:
    """Looks like the learner's module: `await submission.fetch_all(fetch, keys)`."""

    def __init__(self, session: Session, functions: dict[str, Literal["async", "sync", "class"]]):
        self.session = session
        self._functions = functions

    def __getattr__(self, name: str) -> Any:
        if name not in self._functions:
            raise AttributeError(f"exercise.toml names no function {name!r}")
        kind = self._functions[name]
        mode: Literal["async", "sync", "object"] = "object" if kind == "class" else kind

        def call(*args: object, **kwargs: object) -> RemoteCall:
            return RemoteCall(self.session, 0, name, args, kwargs, mode)

        return call

    def get(self, name: str) -> RemoteCall:
        """Read a global of the module."""
        return RemoteCall(self.session, 0, READ, (name,), {}, "object")
