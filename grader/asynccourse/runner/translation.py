"""Between the submission's objects and the values of the wall."""

from __future__ import annotations

import builtins
from typing import Protocol

from asynccourse.runner.frames import Frames
from asynccourse.runner.objects import ObjectTable
from asynccourse.wall.decoding import Decoder
from asynccourse.wall.encoding import Encoder
from asynccourse.wall.values import Error, Handle, Value


class Proxies(Protocol):
    """Makes the objects that stand for the judge's services."""

    def proxy(self, handle: Handle) -> object:
        """Return the object that stands for a service."""


class Translator:
    """Encodes what goes to the judge and decodes what comes from it."""

    def __init__(self, objects: ObjectTable, proxies: Proxies, frames: Frames) -> None:
        self._objects = objects
        self._proxies = proxies
        self._frames = frames
        self._handles: dict[int, Handle] = {}
        self._types: dict[str, type[BaseException]] = {}

    def encode(self, obj: object) -> Value:
        """Return `obj` as a value. Raises `TooMuch` beyond the wall's limits."""
        return self._encoder().encode(obj)

    def error(self, error: BaseException) -> Error:
        """Return an exception as a value."""
        return self._encoder().error(error)

    def decode(self, value: Value) -> object:
        """Return the object that `value` stands for."""
        return Decoder(self._object, self.exception).decode(value)

    def exception(self, error: Error) -> BaseException:
        """Return an exception made after `error`, of the built-in type of that name if any."""
        made = self._make(error)
        made.__asynccourse_origin__ = error.origin  # type: ignore[attr-defined]
        for note in error.notes:
            made.add_note(note)
        if error.cause is not None:
            made.__cause__ = self.exception(error.cause)
        return made

    def _make(self, error: Error) -> BaseException:
        kind = self._type(error)
        args = [self.decode(argument) for argument in error.args]
        if issubclass(kind, BaseExceptionGroup):
            return kind(error.text, [self.exception(inner) for inner in error.group])
        return kind(*args)

    def _type(self, error: Error) -> type[BaseException]:
        known = getattr(builtins, error.kind, None)
        if isinstance(known, type) and issubclass(known, BaseException):
            return known
        if error.kind not in self._types:
            self._types[error.kind] = type(error.kind, (Exception,), {})
        return self._types[error.kind]

    def _object(self, handle: Handle) -> object:
        if handle.owner == "runner":
            return self._objects.find(handle.id)
        proxy = self._proxies.proxy(handle)
        self._handles[id(proxy)] = handle
        return proxy

    def _handle(self, obj: object) -> Handle:
        """A service that the submission hands back goes as the judge's own handle."""
        known = self._handles.get(id(obj))
        return known or self._objects.handle(obj, self._frames.origin(obj))

    def _encoder(self) -> Encoder:
        return Encoder(self._handle, self._frames.of_traceback)
