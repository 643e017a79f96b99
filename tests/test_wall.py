"""The wall: plain data crosses it unchanged, and nothing else crosses it at all."""

from __future__ import annotations

from collections import Counter, OrderedDict, namedtuple
from enum import IntEnum
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asynccourse.wall import limits, messages, values
from asynccourse.wall.decoding import Decoder
from asynccourse.wall.encoding import Encoder, TooMuch
from asynccourse.wall.framing import HEADER, WallError, body_length, from_runner, pack, to_runner

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
)
hashables = scalars | st.tuples(scalars, scalars) | st.frozensets(scalars, max_size=4)
plain_data = st.recursive(
    hashables | st.sets(hashables, max_size=4),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(hashables, inner),
    max_leaves=20,
)


def encoder() -> Encoder:
    """Return an encoder as a runner's, whose objects all are number 1."""
    return Encoder(
        lambda obj: values.Handle("runner", 1, type(obj).__name__, "object"), lambda _: []
    )


def across(obj: object) -> Any:
    """Send an object over the wall and return what arrives."""
    frame = pack(messages.Result(1, "returned", encoder().encode(obj)))
    message = from_runner(frame[HEADER.size :])
    assert isinstance(message, messages.Result)
    return Decoder(lambda handle: handle, lambda error: error).decode(message.value)


@given(plain_data)
@settings(deadline=None)
def test_plain_data_arrives_as_it_was_sent(data: object) -> None:
    """A value that crosses the wall is equal to what was sent, and of the same types."""
    arrived = across(data)
    assert arrived == data
    assert repr(sorted_sets(arrived)) == repr(sorted_sets(data))


def sorted_sets(data: Any) -> Any:
    """Return data with its sets as sorted lists, so that equal data has one repr."""
    if isinstance(data, set | frozenset):
        return type(data).__name__, sorted(repr(sorted_sets(item)) for item in data)
    if isinstance(data, list | tuple):
        return type(data)(sorted_sets(item) for item in data)
    if isinstance(data, dict):
        return [(sorted_sets(key), sorted_sets(value)) for key, value in data.items()]
    return data


def test_an_exception_arrives_with_its_words_its_cause_and_its_group() -> None:
    """Type, bases, arguments, notes, cause and the members of a group cross the wall."""
    inner = KeyError("lost", 3)
    inner.add_note("look under the sofa")
    inner.__cause__ = OSError("no sofa")
    arrived = across(ExceptionGroup("two", [inner, ValueError("x")]))
    assert (arrived.kind, arrived.text) == ("ExceptionGroup", "two")
    first, second = arrived.group
    assert (first.kind, first.args, first.notes) == (
        "KeyError",
        ["lost", 3],
        ["look under the sofa"],
    )
    assert "LookupError" in first.bases
    assert first.cause.text == "no sofa"
    assert second.kind == "ValueError"


class Liar(int):
    """Says that it is equal to everything."""

    __hash__ = int.__hash__

    def __eq__(self, other: object) -> bool:
        """Lie."""
        return True

    def __int__(self) -> int:
        """Lie about the number as well."""
        return 42


class Chameleon(dict[str, int]):
    """Shows other items than it has."""

    def items(self) -> Any:
        """Lie."""
        return [("lie", 1)]

    def __iter__(self) -> Any:
        """Lie."""
        return iter(["lie"])


class Colour(IntEnum):
    """A subclass of int that nobody minds."""

    RED = 3


Point = namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("sent", "arrives"),
    [
        (Liar(7), 7),
        (Chameleon(truth=1), {"truth": 1}),
        (Colour.RED, 3),
        (Point(1, [2]), (1, [2])),
        (OrderedDict(a=1), {"a": 1}),
        (Counter("aab"), {"a": 2, "b": 1}),
        (bytearray(b"x"), b"x"),
        ("\udc80", "?"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_subclass_crosses_as_what_it_is_made_of(sent: object, arrives: object) -> None:
    """Only the content of a subclass crosses: what its methods say of it has no weight."""
    arrived = across(sent)
    assert type(arrived) is type(arrives)
    assert arrived == arrives


def test_an_object_stays_behind_and_a_handle_crosses() -> None:
    """Whatever isn't plain data is known on the other side by a number and a name alone."""
    arrived = across([object()])
    assert arrived == [values.Handle("runner", 1, "object", "object")]


def cycle() -> list[Any]:
    """Return a list that holds itself."""
    items: list[Any] = []
    items.append(items)
    return items


@pytest.mark.parametrize(
    "endless",
    [
        cycle(),
        [0] * (limits.NODES + 1),
        set(range(limits.KEYS + 1)),
        1 << (limits.INT_BITS + 1),
    ],
    ids=["cycle", "many", "keys", "number"],
)
def test_what_is_too_much_is_refused_before_it_is_sent(endless: object) -> None:
    """A cyclic, huge or endless value raises `TooMuch` instead of filling the wall."""
    with pytest.raises(TooMuch):
        encoder().encode(endless)


def test_a_judge_decodes_no_more_than_a_runner_may_encode() -> None:
    """A forged value beyond the limits is an error on the judge's side too."""
    decoder = Decoder(lambda handle: handle, lambda error: error)
    deep: values.Value = 1
    for _ in range(limits.DEPTH + 2):
        deep = values.List([deep])
    with pytest.raises(WallError):
        decoder.decode(deep)
    with pytest.raises(WallError):
        decoder.decode(values.Set([values.List([])]))
    with pytest.raises(WallError):
        decoder.decode(values.BigInt(b"x" * 100_000))


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=500)
def test_no_bytes_raise_anything_but_a_wall_error(data: bytes) -> None:
    """Whatever a runner sends is a message or a `WallError`, never another exception."""
    for decode in (from_runner, to_runner):
        try:
            decode(data)
        except WallError:
            pass


@pytest.mark.parametrize(
    "forged",
    [
        ["result", 1, "passed"],
        ["result", 1, "returned", ["l", [["l", "x"]]]],
        ["verdict", "passed"],
        ["idle", -1, None, 0, 0],
        ["call", 1, 1, 0, "x", [], {}, "async"],
        {"type": "result"},
        [],
    ],
    ids=repr,
)
def test_a_message_that_is_almost_right_is_wrong(forged: object) -> None:
    """Unknown tags, wrong types, missing fields and the judge's own messages are all refused."""
    with pytest.raises(WallError):
        from_runner(msgspec.msgpack.encode(forged))


def test_a_nest_of_a_hundred_thousand_lists_is_an_error_and_no_crash() -> None:
    """Nesting that would overflow a stack is refused."""
    with pytest.raises(WallError):
        from_runner(
            b"\x96\xa6result\x01\xa8returned" + b"\x92\xa1l\x91" * 100_000 + b"\x01\xc0\x00"
        )


def test_a_frame_over_the_limit_is_refused_by_its_header() -> None:
    """A length of 4 GiB is refused before a byte of it is read."""
    with pytest.raises(WallError):
        body_length(b"\xff\xff\xff\xff")
