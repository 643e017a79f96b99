"""What suites say of results: each check raises a `Refusal` with a sentence for the learner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from asynccourse.judge.remote import Outcome, RemoteError, RemoteObject
from asynccourse.verdicts.refusal import Refusal
from asynccourse.wall.values import Error

SHOWN = 200
"""Most characters of a value that a sentence shows."""


class Caught:
    """What `raises` caught."""

    error: RemoteError


def refuse(code: str, message: str, *, line: int = 0, cure: str = "") -> NoReturn:
    """Refuse the submission; `cure` is the way out of this very case."""
    raise Refusal(code, message, line=line, cure=cure)


def equal(got: object, wanted: object, what: str, *, cure: str = "") -> None:
    """Refuse as `wrong_result` unless `what` gave `wanted`, of the same type; lists say where."""
    if type(got) is type(wanted) and got == wanted:
        return
    if isinstance(got, RemoteObject):
        code = "not_awaited" if got.handle.kind == "awaitable" else "wrong_result"
        raise Refusal(code, f"{what} gave {got!r}, not {shown(wanted)}", cure=cure)
    raise Refusal("wrong_result", f"{what} gave {_difference(got, wanted)}", cure=cure)


def same_order(got: object, wanted: list[Any], what: str) -> None:
    """As `equal`, but the right items in a wrong order are `out_of_order`."""
    if isinstance(got, list) and got != wanted and _same_items(got, wanted):
        raise Refusal(
            "out_of_order",
            f"{what} gave {shown(got)}: all there, but not in the order of "
            f"the input, {shown(wanted)}",
        )
    equal(got, wanted, what)


def same_items(got: object, wanted: list[Any], what: str) -> None:
    """As `equal`, in whatever order: where things end at the same moment, that is chance."""
    if not (isinstance(got, list) and len(got) == len(wanted) and _same_items(got, wanted)):
        equal(got, wanted, what)


def true(condition: bool, code: str, message: str, *, line: int = 0, cure: str = "") -> None:
    """Refuse with `code` unless `condition`."""
    if not condition:
        refuse(code, message, line=line, cure=cure)


def cancelled(outcome: Outcome, what: str) -> None:
    """Refuse unless a call that was cancelled from outside ended as cancelled."""
    if outcome.kind == "cancelled":
        return
    if outcome.error is not None and outcome.error.kind == "NotImplementedError":
        raise outcome.error  # still the stub, which is a verdict of its own
    said = f"{what} was cancelled by its caller, but {outcome!s}"
    error = outcome.error
    raise Refusal(
        "swallowed_cancellation",
        said,
        line=error.line if error else 0,
        trace=error.trace if error else [],
    )


@contextmanager
def raises(wanted: BaseException, what: str) -> Iterator[Caught]:
    """Refuse as `wrong_exception` unless the block raises `wanted`, a suite's own exception.

    The same exception counts, and so does one of the same type with the same arguments.
    """
    caught = Caught()
    try:
        yield caught
    except RemoteError as error:
        caught.error = error
        if error.kind == "NotImplementedError":
            raise  # still the stub, which is a verdict of its own
        if not _is(error, wanted):
            raise Refusal(
                "wrong_exception",
                f"{what} raised {shown_error(error)}, not the {shown(wanted)} that it was given",
                line=error.line,
                trace=error.trace,
            ) from None
        return
    raise Refusal(
        "wrong_exception", f"{what} raised nothing, though {shown(wanted)} was raised in it"
    )


def leaves(error: Error) -> Iterator[Error]:
    """Yield the error itself, or all that a group holds."""
    if not error.group:
        yield error
    for inner in error.group:
        yield from leaves(inner)


def members(error: RemoteError) -> str:
    """Return what a group holds, as a clause; nothing for an error by itself."""
    if not error.error.group:
        return ""
    said = [f"{inner.kind}: {inner.text}".rstrip(": ") for inner in leaves(error.error)]
    return f" ({'; '.join(dict.fromkeys(said))})"


def _is(error: RemoteError, wanted: BaseException) -> bool:
    if error.origin is wanted:
        return True
    return error.kind == type(wanted).__name__ and error.error.text == str(wanted)


def shown(value: object) -> str:
    """Return a value as a sentence shows it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def shown_error(error: RemoteError) -> str:
    """Return an exception as a sentence shows it, a group with what it holds."""
    text = f"{error}{members(error)}"
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _difference(got: object, wanted: object) -> str:
    """Return what is and what should be: of long lists only where they begin to differ."""
    if type(got) is not type(wanted) and {type(got), type(wanted)} == {list, tuple}:
        return f"a {type(got).__name__}, not a {type(wanted).__name__}: {shown(got)}"
    both = f"{shown(got)}, not {shown(wanted)}"
    if not (isinstance(got, list | tuple) and isinstance(wanted, list | tuple)):
        return both
    counts = f"{len(got)} items, not {len(wanted)}" if len(got) != len(wanted) else ""
    pairs = enumerate(zip(got, wanted, strict=False))
    place = next((index for index, (mine, theirs) in pairs if mine != theirs), None)
    if len(both) <= SHOWN:
        where = counts or (f"first different at index {place}" if place is not None else "")
        return f"{both} ({where})" if where else both
    if place is None:
        return counts or both
    at = f"{shown(got[place])} at index {place}, not {shown(wanted[place])}"
    return f"{counts}; {at}" if counts else at


def _same_items(got: list[Any], wanted: list[Any]) -> bool:
    rest = list(wanted)
    for item in got:
        if item not in rest:
            return False
        rest.remove(item)
    return not rest
