"""How refusals are told, on the terminal as on pages: in which words, and each thing only once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import Final

from asynccourse.verdicts.codes import CODES
from asynccourse.verdicts.result import Cause, TestResult

MARKS: Final[dict[str, str]] = {"passed": "✓", "failed": "✗", "inconclusive": "?"}

WORDS: Final[dict[str, str]] = {
    "passed": "passed",
    "failed": "not passed",
    "inconclusive": "no verdict",
}

PICTURED: Final = {"sequential", "blocked_loop", "unbounded", "hang", "too_slow"}
"""Codes that a picture is shown of unasked: it says more than the sentence."""

TRACE_LINES = 8
"""Most lines of an exception's way that are shown, the innermost ones."""

SAME = 2
"""How many refusals with one code at one line are told; more of them say nothing new."""

_VALUES = re.compile(r"'[^']*'|\d[\d.,]*")


class Told:
    """What was told of an exercise's tests so far: what is the same is told only once."""

    def __init__(self) -> None:
        self._told: Counter[str] = Counter()

    def again(self, test: TestResult) -> bool:
        """Return whether a test shows nothing that wasn't told."""
        if test.status == "passed":
            return False
        return gist(test) in self._told or self._told[_place(test)] >= SAME

    def causes(self, test: TestResult) -> list[Cause]:
        """Return the likely causes that weren't told yet."""
        return [cause for cause in test.causes if cause.text not in self._told]

    def help(self, test: TestResult) -> list[tuple[str, str]]:
        """Return what helps with a test and wasn't told yet: a word for each, and its text."""
        return [(word, text) for word, text in help_for(test) if text not in self._told]

    def output(self, test: TestResult) -> str:
        """Return what a test printed; empty where another one that was told printed the same."""
        return "" if test.output in self._told else test.output

    def note(self, test: TestResult) -> None:
        """Take down that all of this test was told."""
        self._told.update([_place(test), gist(test), test.output])
        self._told.update(cause.text for cause in test.causes)
        self._told.update(text for _, text in help_for(test))


def gist(test: TestResult) -> str:
    """Return what makes two refusals the same to their reader: all but the values in them."""
    return f"{test.code} at {test.line}: {without_values(test.message)}"


def without_values(message: str) -> str:
    """Return a message without what differs from run to run."""
    return _VALUES.sub("…", message)


def help_for(test: TestResult) -> list[tuple[str, str]]:
    """Return why a refusal matters, the way to the cure, and where Python explains it."""
    if test.code is None:
        return []
    code = CODES[test.code]
    return [("why", code.why), ("try", test.cure), ("see", code.link)]


def telling(tests: list[TestResult], codes: Collection[str] = PICTURED) -> TestResult | None:
    """Return the first test refused with one of these codes whose timeline has bars to show."""
    for test in tests:
        if test.code in codes and test.timeline is not None and test.timeline.end > 0:
            return test
    return None


def _place(test: TestResult) -> str:
    return f"{test.code} at {test.line}"
