"""An answer as it is told in detail: its text for quoting, and the tests that it didn't pass."""

from __future__ import annotations

from pathlib import Path

from asynccourse.grading.book import Book, Mark
from asynccourse.judge.source import Source
from asynccourse.verdicts.result import TestResult


def source_of(book: Book, mark: Mark) -> Source:
    """Return an answer's text, for quoting."""
    text = book.text(mark.student, mark.exercise)
    return Source(Path(mark.path), text.encode("utf-8", "replace"))


def refused_tests(book: Book, mark: Mark) -> list[TestResult]:
    """Return the tests that an answer didn't pass."""
    result = book.result(mark.student, mark.exercise)
    return [test for test in result.tests if test.status != "passed"] if result else []
