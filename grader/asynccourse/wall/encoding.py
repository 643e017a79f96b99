"""From Python objects to values that can cross the wall.

Only data crosses: a subclass of a built-in type goes as its base's content, read with the base's
own methods, so that no override of a submission's has a say in what is sent.
"""

from __future__ import annotations

import builtins
from collections import deque
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, TypeAlias

from asynccourse.wall import values
from asynccourse.wall.limits import DEPTH, INT_BITS, KEYS, NODES, cut
from asynccourse.wall.values import Value

HandleOf: TypeAlias = Callable[[object], values.Handle]
FramesOf: TypeAlias = Callable[[TracebackType | None], list[values.Frame]]


class TooMuch(Exception):
    """A value is too deep, too large or too long to cross the wall."""


class Encoder:
    """Encodes one value; counts as it goes, so that a cyclic or endless one is refused."""

    def __init__(self, handle_of: HandleOf, frames_of: FramesOf) -> None:
        self._handle_of = handle_of
        self._frames_of = frames_of
        self._nodes = 0

    def encode(self, obj: Any, depth: int = 0) -> Value:
        """Return `obj` as a value. Raises `TooMuch` beyond the limits."""
        self._count(depth)
        plain: Value = _plain(obj)
        if plain is not _NOT_PLAIN:
            return plain
        for base in type(obj).__mro__:
            container = _CONTAINERS.get(base)
            if container is not None:
                return container(self, obj, depth + 1)
        if BaseException in type(obj).__mro__:
            return self.error(obj, depth + 1)
        return self._handle_of(obj)

    def error(self, error: BaseException, depth: int = 0) -> values.Error:
        """Return an exception as a value: its words and lines, its cause and its group."""
        self._count(depth)
        cause, group = _CAUSE(error), _members(error)
        # The second argument of a group is its members, which come along themselves.
        args = _ARGS(error)[: 1 if group else 20]
        return values.Error(
            kind=_kind(type(error)),
            bases=[_kind(base) for base in _MRO(type(error))[:-1]],
            args=[self._argument(argument, depth) for argument in args],
            text=_text_of(error),
            notes=_notes(error),
            cause=self.error(cause, depth + 1) if cause is not None else None,
            group=[self.error(inner, depth + 1) for inner in group],
            frames=self._frames_of(_TRACEBACK(error)),
            origin=_origin(error),
        )

    def many(self, items: Iterable[object], depth: int) -> list[Value]:
        """Return each of `items` as a value."""
        return [self.encode(item, depth) for item in items]

    def _argument(self, argument: object, depth: int) -> Value:
        """An exception's argument that isn't plain crosses as its type's name only."""
        plain = _plain(argument)
        if plain is _NOT_PLAIN and type(argument) not in _CONTAINERS:
            return f"<{type(argument).__name__}>"
        return self.encode(argument, depth + 1)

    def _count(self, depth: int) -> None:
        self._nodes += 1
        if depth > DEPTH:
            raise TooMuch(f"it is nested deeper than {DEPTH} levels")
        if self._nodes > NODES:
            raise TooMuch(f"it has more than {NODES:,} items")


_NOT_PLAIN = object()

# What an exception is made of, read past any property of the submission's.
_NAME = type.__dict__["__name__"].__get__
_MRO = type.__dict__["__mro__"].__get__
_ARGS = vars(BaseException)["args"].__get__
_CAUSE = vars(BaseException)["__cause__"].__get__
_TRACEBACK = vars(BaseException)["__traceback__"].__get__
_MEMBERS = vars(BaseExceptionGroup)["exceptions"].__get__
_MESSAGE = vars(BaseExceptionGroup)["message"].__get__

_BUILT_IN = {
    name: known
    for name, known in vars(builtins).items()
    if isinstance(known, type) and issubclass(known, BaseException)
}


def _kind(kind: type) -> str:
    """Return an exception's name; with its module where it only bears a built-in one's name."""
    name = str(_NAME(kind))
    if _BUILT_IN.get(name, kind) is not kind:
        name = f"{kind.__module__}.{name}"
    return cut(clean(name), 200)


def _members(error: BaseException) -> tuple[BaseException, ...]:
    """Return what a group holds; nothing for an exception by itself."""
    is_group = BaseExceptionGroup in _MRO(type(error))
    return tuple(_MEMBERS(error)) if is_group else ()


def _notes(error: BaseException) -> list[str]:
    """Return an exception's notes; none where they can't be had."""
    try:
        return [cut(clean(str(note))) for note in getattr(error, "__notes__", [])[:20]]
    except BaseException:
        return []


def _plain(obj: Any) -> Any:
    """Return numbers, text and None as they cross, `_NOT_PLAIN` for all else."""
    kind = type(obj)
    if obj is None or kind is bool or kind is float:
        return obj
    if kind is int:
        return _integer(obj)
    if kind is str:
        return clean(obj)
    return _plain_subclass(obj)


def _plain_subclass(obj: Any) -> Any:
    mro = type(obj).__mro__
    if int in mro:
        return _integer(int.__int__(obj))
    if float in mro:
        return float.__float__(obj)
    if str in mro:
        return clean(str.__str__(obj))
    return _NOT_PLAIN


def _integer(number: int) -> Value:
    if -(2**63) <= number < 2**64:
        return number
    if number.bit_length() > INT_BITS:
        raise TooMuch(f"it has an integer of more than {INT_BITS:,} bits")
    return values.BigInt(number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def clean(text: str) -> str:
    """Return `text` without lone surrogates, which no encoding can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _text_of(error: BaseException) -> str:
    try:
        # The text of a group counts its members, which come along themselves.
        said = _MESSAGE(error) if _members(error) else error
        return cut(clean(str(said)))
    except BaseException:
        return ""


def _origin(error: BaseException) -> int:
    number = getattr(error, "__asynccourse_origin__", 0)
    return number if type(number) is int and 0 <= number < 2**31 else 0


def _list(encoder: Encoder, obj: Any, depth: int) -> Value:
    return values.List(encoder.many(list.__iter__(obj), depth))


def _tuple(encoder: Encoder, obj: Any, depth: int) -> Value:
    return values.Tuple(encoder.many(tuple.__iter__(obj), depth))


def _deque(encoder: Encoder, obj: Any, depth: int) -> Value:
    return values.List(encoder.many(deque.__iter__(obj), depth))


def _set(encoder: Encoder, obj: Any, depth: int) -> Value:
    _few_keys(set.__len__(obj))
    return values.Set(encoder.many(set.__iter__(obj), depth))


def _frozenset(encoder: Encoder, obj: Any, depth: int) -> Value:
    _few_keys(frozenset.__len__(obj))
    return values.Set(encoder.many(frozenset.__iter__(obj), depth), True)


def _dict(encoder: Encoder, obj: Any, depth: int) -> Value:
    _few_keys(dict.__len__(obj))
    pairs = dict.items(obj)
    return values.Dict([(encoder.encode(k, depth), encoder.encode(v, depth)) for k, v in pairs])


def _bytes(encoder: Encoder, obj: Any, depth: int) -> Value:
    return values.Bytes(bytes.__getitem__(obj, slice(None)))


def _bytearray(encoder: Encoder, obj: Any, depth: int) -> Value:
    return values.Bytes(bytes(bytearray.__getitem__(obj, slice(None))))


def _few_keys(count: int) -> None:
    if count > KEYS:
        raise TooMuch(f"it has a dict or set of more than {KEYS:,} entries")


_CONTAINERS: dict[type, Callable[[Encoder, object, int], Value]] = {
    list: _list,
    tuple: _tuple,
    deque: _deque,
    set: _set,
    frozenset: _frozenset,
    dict: _dict,
    bytes: _bytes,
    bytearray: _bytearray,
}
