"""Refusals: why a test did not pass, as the suite and the witnesses raise it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from asynccourse.verdicts.codes import CODES, RANK
from asynccourse.verdicts.result import TraceLine

ByTime = Literal["no", "once", "tight", "generous", "standstill"]


class Refusal(Exception):
    """A submission is refused: a code of the vocabulary, one sentence, and the line if known.

    `by_time` says whether nothing but a clock speaks against the submission, so that a busy
    machine could be the cause: not at all, against a tight limit, or against a generous one. A
    test refused by a tight limit is repeated before it counts; by a generous one, only where the
    judge itself was held up meanwhile. So is what was refused in a `standstill`, long and with
    nobody at work, but a busy machine isn't the cause of that. What was short and seen `once`, as
    the machine may halt anything for a moment, must be seen again. `cure` is the way out of this
    very case, where the code's own would be too general. `trace` is the way of an exception through
    the submission.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        line: int = 0,
        by_time: ByTime = "no",
        trace: Sequence[TraceLine] = (),
        cure: str = "",
    ) -> None:
        if code not in CODES:
            raise ValueError(f"{code!r} is not in the vocabulary of verdicts")
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.by_time = by_time
        self.trace = list(trace)
        self.cure = cure

    def explains(self, other: Refusal | None) -> bool:
        """Return whether this is the cause where both were seen in one test."""
        return other is None or RANK[self.code] < RANK[other.code]


class GraderFault(Exception):
    """The grader itself failed: no verdict on the submission. One sentence."""
