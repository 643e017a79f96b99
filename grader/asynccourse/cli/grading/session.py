"""One `grade`, from its request to its exit status."""

from __future__ import annotations

import os
import sys

from asynccourse.cli.grading.request import Request
from asynccourse.cli.grading.showing import Showing, showing
from asynccourse.cli.start import NO_VERDICT, NOT_PASSED, PASSED, STOPPED
from asynccourse.course.catalog import Catalog
from asynccourse.grading.book import Book
from asynccourse.grading.database import database
from asynccourse.grading.events import Finished, Note
from asynccourse.grading.grading import Grading
from asynccourse.grading.intake.classes import Class
from asynccourse.grading.intake.opening import open_class
from asynccourse.grading.policy import Policy
from asynccourse.grading.store import Store
from asynccourse.verdicts.refusal import GraderFault

USUAL = ("csv", "json", "html")
"""What is written where no format is named."""


def run(request: Request) -> int:
    """Grade, write the reports and return the exit status.

    Raises `CourseError` and click's errors where something is to be typed otherwise, and
    `GraderFault`.
    """
    catalog = request.catalog()
    policy = request.read_policy(catalog)
    with open_class(request.submissions, catalog) as found:
        if not found.own:
            request.check_out()
        return _grade(request, catalog, policy, found)


def _grade(request: Request, catalog: Catalog, policy: Policy, found: Class) -> int:
    with (
        database(request.out, fresh=request.fresh) as (connection, aside),
        request.place() as place,
        showing(request) as show,
    ):
        store = Store(connection)
        settings = request.settings(catalog, policy, place, store.last_run())
        if aside:
            show.tell(Note(f"what was kept is in {request.out / aside} now"))
        if policy.path:
            show.tell(Note(f"policy: {policy.path}"))
        grading = Grading(settings, store, place, show.tell)
        try:
            grading.grade(found)
        except KeyboardInterrupt:
            _finish(show, grading, STOPPED, [])
            return STOPPED
        book = grading.book()
        status = _status(book, grading, request.fail_under, own=found.own)
        files = _write(request, book)
        _finish(show, grading, status, files)
        if "github" in request.formats and os.environ.get("GITHUB_ACTIONS") == "true":
            _tell_github(book)
        return status


def _write(request: Request, book: Book) -> list[str]:
    """Write the reports and return the files' names."""
    from asynccourse.reports.book.formats import FORMATS, write  # noqa: PLC0415 - templates

    names = list(dict.fromkeys(request.formats or USUAL))
    for name in names:
        try:
            write(name, book, request.out)
        except OSError as error:
            told = f"the report {name} can't be written: {error}"
            raise GraderFault(f"{told}; the verdicts are kept") from None
    return [report.file for name in names for report in FORMATS[name]]


def _tell_github(book: Book) -> None:
    """Tell the workflow that this is a step of; on standard error, which is read as well, so that
    `--json` stays what it is."""
    from asynccourse.reports.book.github import tell  # noqa: PLC0415 - only in a workflow

    tell(book, sys.stderr)


def _status(book: Book, grading: Grading, least: float | None, *, own: bool) -> int:
    if grading.unjudged():
        return NO_VERDICT
    totals = [book.total(one.student.id) for one in book.students]
    if own and any(_failed(book, one.student.id) for one in book.students):
        return NOT_PASSED
    if least is not None and any(points < most * least / 100 for points, most in totals):
        return NOT_PASSED
    return PASSED


def _failed(book: Book, student: str) -> bool:
    return any(mark.status == "failed" for mark in book.marks(student))


def _finish(show: Showing, grading: Grading, status: int, files: list[str]) -> None:
    show.tell(
        Finished(
            status=status,
            answers=grading.answers,
            judged=grading.judged,
            kept=grading.kept,
            unjudged=grading.answers - grading.kept - grading.judged,
            seconds=grading.seconds,
            stopped=status == STOPPED,
            files=files,
        )
    )
