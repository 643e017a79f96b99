"""From values that crossed the wall to Python objects, within the same limits on this side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

from asynccourse.wall import values
from asynccourse.wall.framing import WallError
from asynccourse.wall.limits import DEPTH, INT_BITS, KEYS, NODES, SAME_HASH
from asynccourse.wall.values import Value

ObjectOf: TypeAlias = Callable[[values.Handle], object]
ErrorOf: TypeAlias = Callable[[values.Error], object]


class Decoder:
    """Decodes one value. What it counts, the sender had to count too: beyond it, it is forged."""

    def __init__(self, object_of: ObjectOf, error_of: ErrorOf) -> None:
        self._object_of = object_of
        self._error_of = error_of
        self._nodes = 0

    def decode(self, value: Value, depth: int = 0) -> object:
        """Return the object that `value` stands for. Raises `WallError` beyond the limits."""
        self._nodes += 1
        if depth > DEPTH or self._nodes > NODES:
            raise WallError("a value is larger than any that may be sent")
        if value is None or isinstance(value, bool | int | float | str):
            return value
        return self._tagged(value, depth + 1)

    def _tagged(self, value: Value, depth: int) -> object:  # noqa: C901, PLR0911 - one arm a type
        match value:
            case values.List(items):
                return [self.decode(item, depth) for item in items]
            case values.Tuple(items):
                return tuple(self.decode(item, depth) for item in items)
            case values.Set(items, frozen):
                members = self._keys(items, depth)
                return frozenset(members) if frozen else set(members)
            case values.Dict(pairs):
                keys = self._keys([key for key, _ in pairs], depth)
                return dict(zip(keys, (self.decode(v, depth) for _, v in pairs), strict=True))
            case values.Bytes(data):
                return data
            case values.BigInt(data):
                return _integer(data)
            case values.Error():
                return self._error_of(value)
            case values.Handle():
                return self._object_of(value)
        raise WallError(f"no such value: {type(value).__name__}")

    def _keys(self, items: list[Value], depth: int) -> list[object]:
        if len(items) > KEYS:
            raise WallError("a dict or set is larger than any that may be sent")
        keys = [self.decode(item, depth) for item in items]
        try:
            hashes = Counter(map(hash, keys))
        except TypeError as error:
            raise WallError(f"a key that can't be one: {error}") from None
        if max(hashes.values(), default=0) > SAME_HASH:
            raise WallError("keys that were chosen to have the same hash")
        return keys


def _integer(data: bytes) -> int:
    if len(data) * 8 > INT_BITS + 8:
        raise WallError("an integer is longer than any that may be sent")
    return int.from_bytes(data, "big", signed=True)
