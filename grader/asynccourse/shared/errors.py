"""Errors that are to reach the caller: the very one that was raised, or one just like it."""

from __future__ import annotations

from collections.abc import Awaitable

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteError
from asynccourse.judge.source import Source


def very_same(
    caught: expect.Caught, wanted: BaseException, what: str, like: str, *, cure: str
) -> None:
    """Refuse an error of `what` that is equal to `wanted`, which is `like`, and isn't that one."""
    expect.true(
        caught.error.origin is wanted,
        "wrong_exception",
        f"{what} raised {expect.shown_error(caught.error)}, which looks like {like} and is another "
        "one: what that one carries beside its arguments is lost",
        line=caught.error.line,
        cure=cure,
    )


def is_only(raised: RemoteError, wanted: Exception) -> bool:
    """Return whether an error is just like `wanted`, or a group of nothing else."""
    known = (type(wanted).__name__, str(wanted))
    return all((leaf.kind, leaf.text) == known for leaf in expect.leaves(raised.error))


async def reaches_caller(
    call: Awaitable[object], wanted: Exception, what: str, source: Source
) -> None:
    """Refuse unless a call of `what` raises `wanted`, by itself or in a group of nothing else.

    One of the same kind with the same text will do.
    """
    try:
        got = await call
    except RemoteError as raised:
        if raised.kind == "NotImplementedError":
            raise  # still the stub, which is a verdict of its own
        expect.true(
            is_only(raised, wanted),
            "wrong_exception",
            f"{what} raised {expect.shown_error(raised)}, not the {wanted!r} that it was given",
            line=raised.line,
        )
        return
    if isinstance(got, list) and any(isinstance(item, RemoteError) for item in got):
        lines = enumerate(source.lines, 1)
        expect.refuse(
            "wrong_exception",
            f"{what} returned a list with {wanted!r} in it, and raised nothing",
            line=next((n for n, text in lines if "return_exceptions" in text), 0),
            cure="An error among the results is easily overlooked: it is to be raised.",
        )
    expect.refuse("wrong_exception", f"{what} raised nothing, though {wanted!r} was raised in it")
