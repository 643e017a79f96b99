"""The submission's objects that the judge can speak to without ever holding them."""

from __future__ import annotations

import inspect
from types import FunctionType, MethodType

from asynccourse.wall.limits import cut
from asynccourse.wall.values import Handle, Kind


class ObjectTable:
    """Numbers the submission's objects: 0 is the submission itself, 1 the suite's driver."""

    def __init__(self) -> None:
        self._objects: list[object] = [None, None]

    def begin(self, submission: object, driver: object) -> None:
        """Set the objects that the judge knows without having met them."""
        self._objects[:2] = submission, driver

    def find(self, number: int) -> object:
        """Return an object by its number. Raises LookupError."""
        return self._objects[number]

    def handle(self, obj: object, line: int) -> Handle:
        """Return the handle of an object, made at `line`; the same number for the same object."""
        number = next((n for n, known in enumerate(self._objects) if known is obj), None)
        if number is None:
            number = len(self._objects)
            self._objects.append(obj)
        return Handle("runner", number, cut(_label(obj), 100), _kind(obj), line=line)


def _label(obj: object) -> str:
    name = getattr(obj, "__qualname__", None)
    return name if isinstance(name, str) else type(obj).__name__


def _kind(obj: object) -> Kind:
    if inspect.iscoroutine(obj):
        return "coroutine"
    if inspect.isawaitable(obj):
        return "awaitable"
    if isinstance(obj, type):
        return "type"
    if isinstance(obj, FunctionType | MethodType) or inspect.isbuiltin(obj):
        return "function"
    return "object"
