"""A class's book as JUnit XML, as GitHub's actions, GitLab and Jenkins read it.

A suite for each student, a case for each test. A refusal is a failure, a test without a verdict an
error (the machine's, not the student's), and what can't be judged here is skipped.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from asynccourse.grading.book import Book, Enrolled, Mark
from asynccourse.reports.book.files import writing
from asynccourse.reports.book.states import said
from asynccourse.reports.printable import printable
from asynccourse.reports.xml import clean
from asynccourse.verdicts.result import ExerciseResult, Status, TestResult
from asynccourse.wall.limits import cut

GIST = 1_000
"""Most characters of a message."""

OUTPUT = 10_000
"""Most characters of what a test printed."""

_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="asynccourse">\n'


def write(book: Book, path: Path) -> None:
    """Write the document, a student at a time. Raises OSError."""
    with writing(path) as file:
        file.write(_HEAD)
        for enrolled in book.students:
            suite: str = ElementTree.tostring(_suite(book, enrolled), encoding="unicode")
            file.write(suite.encode() + b"\n")
        file.write(b"</testsuites>\n")


def _suite(book: Book, enrolled: Enrolled) -> Element:
    student = enrolled.student
    suite = Element("testsuite", name=_text(student.id))
    suite.set("timestamp", book.run.started.isoformat(timespec="seconds"))
    for mark in book.marks(student.id):
        suite.extend(_cases(mark, book.result(student.id, mark.exercise)))
    suite.set("tests", str(len(suite)))
    for name, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(kind) is not None for case in suite)))
    suite.set("time", _seconds(sum(float(case.get("time", "0")) for case in suite)))
    return suite


def _cases(mark: Mark, result: ExerciseResult | None) -> list[Element]:
    """Return a case for each test; one for the whole exercise where no test was run."""
    if result is None or not result.tests:
        case = _case(mark, "answer", mark.seconds, mark.line)
        left_out = result is not None and bool(result.missing)
        kind = "skipped" if left_out else _kind(mark.status)
        _outcome(case, kind, mark.code, mark.message or said(mark), "")
        return [case]
    return [_tested(mark, test) for test in result.tests]


def _tested(mark: Mark, test: TestResult) -> Element:
    case = _case(mark, test.name, test.seconds, test.line)
    body = "\n".join(part for part in (test.claim, _where(mark, test), test.cure) if part)
    _outcome(case, _kind(test.status), test.code, test.message, body)
    if test.output:
        SubElement(case, "system-out").text = _text(test.output, OUTPUT)
    return case


def _case(mark: Mark, name: str, seconds: float, line: int | None) -> Element:
    """Return a case. Jenkins takes what stands before the last dot of `classname` for a package."""
    classname = f"{mark.student}.{mark.exercise}"
    case = Element("testcase", classname=_text(classname), name=_text(name), time=_seconds(seconds))
    if mark.path:
        case.set("file", _text(mark.path))
    if mark.path and line:
        case.set("line", str(line))
    return case


def _outcome(case: Element, kind: str, code: str | None, message: str, body: str) -> None:
    if kind:
        outcome = SubElement(case, kind, message=_text(message))
        outcome.set("type", code or "inconclusive")
        outcome.text = _text(f"{code or 'no verdict'}: {message}\n{body}", OUTPUT)


def _kind(status: Status) -> str:
    return {"passed": "", "failed": "failure", "inconclusive": "error"}[status]


def _where(mark: Mark, test: TestResult) -> str:
    return f"{mark.path}, line {test.line}" if test.line else mark.path


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"


def _text(text: str, most: int = GIST) -> str:
    """Return a text that names no file for GitLab and Jenkins to attach to the report."""
    return cut(clean(printable(text)), most).replace("[[ATTACHMENT|", "[ [ATTACHMENT|")
