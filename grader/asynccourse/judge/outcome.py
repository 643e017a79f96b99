"""From what a test raised to its result."""

from __future__ import annotations

import inspect
from typing import TypeGuard

import pytest

from asynccourse.judge import told
from asynccourse.judge.lag import HELD_UP, TOO_BUSY
from asynccourse.judge.remote import RemoteError
from asynccourse.judge.state import Evidence
from asynccourse.verdicts.codes import CODES
from asynccourse.verdicts.refusal import GraderFault, Refusal
from asynccourse.verdicts.result import Status, TestResult

SUITE_FAILED = "the suite itself failed"
"""The beginning of what is said where a suite raised what it shouldn't."""

Found = Refusal | GraderFault | None
"""What was found in one attempt at a test."""

SLOWING = {"sequential", "blocked_loop", "too_slow", "busy_wait"}
"""The codes of what makes an answer slow on a real clock."""

CLOCKED = {"tight", "generous"}
"""What of a clock's a refusal may hang on."""


def explain(raised: list[BaseException]) -> Found:
    """Return the cause among what a test's phases raised; None if nothing was raised."""
    found: Refusal | None = None
    for error in raised:
        reason = _reason(error)
        if isinstance(reason, GraderFault):
            return reason
        if reason.explains(found):
            found = reason
    return found


def test_result(
    item: pytest.Function,
    found: Found,
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
        trace=found.trace if isinstance(found, Refusal) else [],
        output=evidence.output if evidence else "",
        cure=_cure(found) if status == "failed" else "",
        attempts=attempts,
        timeline=evidence.timeline if evidence else None,
    )


def with_line(found: Found, before: Found) -> Found:
    """Return what was found, or the same of the attempt before if only that one has its line."""
    if isinstance(found, Refusal) and isinstance(before, Refusal) and not found.line:
        return before if before.line and before.code == found.code else found
    return found


def is_proof_of_slowness(found: Found, before: Found) -> TypeGuard[Refusal]:
    """Return whether a refusal proves, without a clock, what makes a submission slow: by itself, or
    with the one of the attempt before."""
    if not isinstance(found, Refusal) or found.code not in SLOWING:
        return False
    return found.by_time == "no" or _seen_twice(found, before)


def is_worth_repeating(found: Found, before: Found, evidence: Evidence | None) -> bool:
    """Return whether the machine, and not the submission, may be the cause of a refusal."""
    if not isinstance(found, Refusal) or found.by_time == "no" or _seen_twice(found, before):
        return False
    return found.by_time in ("once", "tight") or evidence is None or evidence.lag > HELD_UP


def is_worth_more(found: Found, evidence: Evidence | None) -> bool:
    """Return whether a test that was repeated as often as usual might still tell, slower yet: what
    is over a tight limit may be under it then; what used up all its time would use up more."""
    tight = isinstance(found, Refusal) and found.by_time == "tight"
    return tight and is_too_busy(evidence) and evidence is not None and not evidence.expired


def is_too_busy(evidence: Evidence | None) -> bool:
    """Return whether the machine was too busy for a clock to tell anything."""
    return evidence is not None and evidence.lag > TOO_BUSY


def is_unclear(found: Refusal, evidence: Evidence | None) -> bool:
    """Return whether a refusal hangs on a clock, on a machine that was too busy for one."""
    return found.by_time in CLOCKED and is_too_busy(evidence)


def _seen_twice(found: Refusal, before: Found) -> bool:
    if found.by_time != "once" or not isinstance(before, Refusal) or before.code != found.code:
        return False
    return bool(found.line or before.line)


test_result.__test__ = False  # type: ignore[attr-defined] # it is named for what it returns


def _reason(error: BaseException) -> Refusal | GraderFault:
    if isinstance(error, Refusal | GraderFault):
        return error
    if isinstance(error, RemoteError):
        return told.unexpected(error)
    if isinstance(error, AssertionError):
        return Refusal("wrong_result", str(error) or "it isn't what was asked for")
    return GraderFault(f"{SUITE_FAILED}: {type(error).__name__}: {error}")


def _status(found: Found, evidence: Evidence | None) -> Status:
    if found is None:
        return "passed"
    if isinstance(found, GraderFault):
        return "inconclusive"
    return "inconclusive" if is_unclear(found, evidence) else "failed"


def _message(found: Found, status: Status) -> str:
    if found is None:
        return ""
    if isinstance(found, Refusal) and status == "inconclusive":
        return f"the machine is too busy to tell: {found.message}"
    return str(found)


def _cure(found: Found) -> str:
    return found.cure or CODES[found.code].cure if isinstance(found, Refusal) else ""


def _points(item: pytest.Function) -> int:
    marker = item.get_closest_marker("points")
    return int(marker.args[0]) if marker else 1


def _claim(item: pytest.Function) -> str:
    """Return the first line of the test's docstring, which says what it proves."""
    lines = (inspect.getdoc(item.function) or item.originalname).splitlines()
    return lines[0].rstrip(".")
