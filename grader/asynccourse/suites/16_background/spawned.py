"""What became of the coroutines that were spawned, and what is refused of it."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Callable

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteError, RemoteObject
from asynccourse.judge.services import Service
from asynccourse.judge.witness import Witness

EXACT = 1e-6
"""Seconds by which two moments on the test's clock may differ."""


class Broken(Exception):
    """An error that no built-in `except` knows."""


def giving(value: object) -> Callable[..., object]:
    """Return a function that gives `value`."""
    return lambda *_args: value


def failing(error: Exception) -> Callable[..., object]:
    """Return a function that raises `error`."""

    def fail(*_args: object) -> object:
        raise error

    return fail


def closed(outcome: Outcome) -> None:
    """Refuse an `aclose` that ended with an error."""
    if outcome.kind == "raised" and outcome.error is not None:
        if outcome.error.kind == "NotImplementedError":
            raise outcome.error
        expect.refuse(
            "wrong_exception",
            f"aclose raised {expect.shown_error(outcome.error)}: it is to wait, not to fail",
            line=outcome.error.line,
        )
    expect.true(
        outcome.kind == "returned",
        "wrong_exception",
        "aclose ended with CancelledError, though nobody had cancelled its caller",
    )


async def all_done(witness: Witness, services: list[Service], calls: int, when: str) -> None:
    """Refuse unless so many calls were made, and all of them ended by themselves."""
    await witness.idle()  # what was cancelled and not waited for has ended now; the clock stands
    made = [call for service in services for call in service.calls]
    left = [call for call in made if call.outcome == "open"]
    missing = calls - len(made)
    if left or missing > 0:
        told = f"{len(left)} still ran" if left else f"{missing} had not begun"
        expect.refuse(
            "leaked_task",
            f"{when}, after {witness.now:.2f} s, {told} of the {calls} that were spawned",
        )
    stopped = [call for call in made if call.outcome == "cancelled"]
    expect.true(
        not stopped,
        "wrong_result",
        f"{when}, {len(stopped)} of {calls} had been cancelled, after "
        f"{(stopped[0].end or 0) if stopped else 0:.2f} s: it is to wait for them",
    )


def reported_once(report: Service, error: Exception, moment: float) -> None:
    """Refuse unless that error was reported once, when it was raised."""
    told = f"{error!r} was raised after {moment:.2f} s in the background"
    calls = [call for call in report.calls if len(call.args) == 1 and is_it(call.args[0], error)]
    expect.true(
        bool(calls),
        "lost_exception",
        f"{told}, and {instead(report)}",
        cure="`task.add_done_callback(...)` calls you when a task has ended; there, "
        "`task.exception()` gives its error.",
    )
    expect.true(
        len(calls) == 1, "wrong_result", f"{told}, and reported {len(calls)} times, not once"
    )
    expect.true(
        calls[0].start <= moment + EXACT,
        "too_slow",
        f"{told}, and reported only after {calls[0].start:.2f} s",
        line=calls[0].line,
    )


def each_reported(report: Service, errors: list[Exception]) -> None:
    """Refuse unless each of these was reported, which are equal and yet not the same."""
    calls = [call for call in report.calls for one in call.args if is_it(one, errors[0])]
    expect.true(
        len(calls) >= len(errors),
        "lost_exception",
        f"of {len(errors)} equal errors, {errors[0]!r}, each raised by a task of its own, "
        f"{len(calls)} reached report()",
        cure="Each has an error of its own, also where the words are the same: report each.",
    )


def instead(report: Service) -> str:
    """Say what was reported instead of the error."""
    if not report.calls:
        return "report() was never called"
    return f"report() was called with {', '.join(map(repr, report.calls[-1].args)) or 'nothing'}"


def is_it(reported: object, error: BaseException) -> bool:
    """Return whether what was reported is that error."""
    return isinstance(reported, RemoteError) and (
        reported.origin is error
        or (reported.kind == type(error).__name__ and reported.error.text == str(error))
    )


def no_report(report: Service, when: str) -> None:
    """Refuse a report though nothing has failed."""
    for call in report.calls[:1]:
        expect.refuse("wrong_result", f"{when}, but {call.label} was called", line=call.line)


async def cancellation_unreported(driver: RemoteObject, report: Service) -> None:
    """Refuse a cancelled task that was taken for one that failed, or looked at as if it had."""
    for line in await driver.plain("failed_callbacks"):
        expect.refuse(
            "lost_exception",
            "a task in the background was cancelled, and the look at its end raised "
            "CancelledError in a callback, where nobody sees it",
            line=line,
            cure="`task.exception()` raises CancelledError for a cancelled task: ask "
            "`task.cancelled()` first.",
        )
    for call in report.calls:
        expect.true(
            not any(is_it(argument, CancelledError()) for argument in call.args),
            "wrong_result",
            f"a task in the background was cancelled, which is no failure, but {call.label} "
            "was called",
            line=call.line,
            cure="Leave out what `task.cancelled()` says yes to.",
        )
