"""From what a test raised to its result."""

from __future__ import annotations

import inspect

import pytest

from asynccourse.judge.lag import TOO_BUSY
from asynccourse.judge.remote import RemoteError
from asynccourse.judge.state import Evidence
from asynccourse.verdicts.refusal import GraderFault, Refusal
from asynccourse.verdicts.result import Status, TestResult


def explain(raised: list[BaseException]) -> Refusal | GraderFault | None:
    """Return the cause among what a test's phases raised; None if nothing was raised."""
    found: Refusal | GraderFault | None = None
    for error in raised:
        told = _told(error)
        if isinstance(told, GraderFault):
            return told
        if told.explains(found if isinstance(found, Refusal) else None):
            found = told
    return found


def test_result(
    item: pytest.Function,
    found: Refusal | GraderFault | None,
    evidence: Evidence | None,
    seconds: float,
    attempts: int,
) -> TestResult:
    """Return a test's result; `seconds` is real time over all its attempts."""
    worth = _points(item)
    status = _status(found, evidence)
    return TestResult(
        name=item.originalname.removeprefix("test_"),
        status=status,
        code=found.code if isinstance(found, Refusal) and status == "failed" else None,
        message=_message(found, status),
        line=(found.line or None) if isinstance(found, Refusal) else None,
        seconds=round(seconds, 4),
        claim=_claim(item),
        points=worth if found is None else 0,
        max_points=worth,
        output=evidence.output if evidence else "",
        attempts=attempts,
        timeline=evidence.timeline if evidence else None,
    )


test_result.__test__ = False  # type: ignore[attr-defined] # it is named for what it returns


def _told(error: BaseException) -> Refusal | GraderFault:
    if isinstance(error, Refusal | GraderFault):
        return error
    if isinstance(error, RemoteError):
        return _unexpected(error)
    if isinstance(error, AssertionError):
        return Refusal("wrong_result", str(error) or "it isn't what was asked for")
    return GraderFault(f"the suite itself failed: {type(error).__name__}: {error}")


def _unexpected(error: RemoteError) -> Refusal:
    """Return the refusal of an exception that the suite had not asked for."""
    if error.kind == "NotImplementedError":
        return Refusal("not_implemented", "the function is still the stub's", line=error.line)
    if error.kind == "MemoryError":
        return Refusal("limit_exceeded", "it ran out of the memory that it may use", line=error.line)
    return Refusal("wrong_exception", f"it raised {error}", line=error.line)


def _status(found: Refusal | GraderFault | None, evidence: Evidence | None) -> Status:
    if found is None:
        return "passed"
    if isinstance(found, GraderFault):
        return "inconclusive"
    if found.by_time and evidence is not None and evidence.lag > TOO_BUSY:
        return "inconclusive"
    return "failed"


def _message(found: Refusal | GraderFault | None, status: Status) -> str:
    if found is None:
        return ""
    if isinstance(found, Refusal) and status == "inconclusive":
        return f"the machine is too busy to tell: {found.message}"
    return str(found)


def _points(item: pytest.Function) -> int:
    marker = item.get_closest_marker("points")
    return int(marker.args[0]) if marker else 1


def _claim(item: pytest.Function) -> str:
    """Return the first line of the test's docstring, which says what it proves."""
    lines = (inspect.getdoc(item.function) or item.originalname).splitlines()
    return lines[0].rstrip(".")
