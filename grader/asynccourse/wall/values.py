"""The values that can cross the wall: plain data, errors, and handles for what must stay.

Each container is a tagged array, so that a tuple stays a tuple. Numbers, text and None go as they
are. Whatever is neither plain nor an error crosses as a `Handle`, a name for an object that lives
on the other side.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from asynccourse.wall.limits import COUNT

Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=COUNT)]
"""A number of a line, a call, a task or the like."""

Kind: TypeAlias = Literal["object", "function", "coroutine", "awaitable", "type", "service"]


class List(msgspec.Struct, tag="l", array_like=True, forbid_unknown_fields=True):
    """A list."""

    items: list[Value]


class Tuple(msgspec.Struct, tag="t", array_like=True, forbid_unknown_fields=True):
    """A tuple, named ones included."""

    items: list[Value]


class Set(msgspec.Struct, tag="s", array_like=True, forbid_unknown_fields=True):
    """A set, or a frozenset where `frozen`."""

    items: list[Value]
    frozen: bool = False


class Dict(msgspec.Struct, tag="d", array_like=True, forbid_unknown_fields=True):
    """A dict, as its pairs in order."""

    pairs: list[tuple[Value, Value]]


class Bytes(msgspec.Struct, tag="b", array_like=True, forbid_unknown_fields=True):
    """Bytes."""

    data: bytes


class BigInt(msgspec.Struct, tag="i", array_like=True, forbid_unknown_fields=True):
    """An integer beyond 64 bits, as signed big-endian bytes."""

    data: bytes


class Frame(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """One line of the submission on a stack: its number (from 1) and the function it is in."""

    line: Count
    function: str


class Error(msgspec.Struct, tag="e", array_like=True, forbid_unknown_fields=True):
    """An exception: what it was called, what it said, where in the submission it passed."""

    kind: str
    bases: list[str]
    args: list[Value]
    text: str
    notes: list[str] = []
    cause: Error | None = None
    group: list[Error] = []
    frames: list[Frame] = []
    origin: Count = 0
    """The judge's own number of an exception that a service raised; 0 for all others."""


class Handle(msgspec.Struct, tag="h", array_like=True, forbid_unknown_fields=True):
    """An object that stays on its side of the wall and is spoken to through calls."""

    owner: Literal["judge", "runner"]
    id: Count
    label: str
    kind: Kind
    methods: dict[str, Literal["async", "blocking", "instant"]] = {}
    line: Count = 0
    """The submission's line that made it, where it is a coroutine and that is known."""


Value: TypeAlias = (
    bool | int | float | str | List | Tuple | Set | Dict | Bytes | BigInt | Error | Handle | None
)
