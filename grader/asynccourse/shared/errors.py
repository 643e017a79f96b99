"""The very error that was raised, and none that is made like it."""

from __future__ import annotations

from asynccourse.judge import expect


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
