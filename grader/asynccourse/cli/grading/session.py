"""One `grade`, from its request to its exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from asynccourse.cli.grading.request import Request
from asynccourse.cli.grading.showing import Showing, showing
from asynccourse.cli.start import NO_VERDICT, NOT_PASSED, PASSED, STOPPED, failure
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
    """Grade, write the reports and return the exit status; the last that is told is how it ended.

    Raises `CourseError` and click's errors where something is to be typed otherwise, and
    `GraderFault`.
    """
    with showing(request) as show:
        return _Session(request, show).run()


class _Session:
    """A grading, of which the end is told whichever way it comes."""

    def __init__(self, request: Request, show: Showing) -> None:
        self._request = request
        self._show = show
        self._grading: Grading | None = None
        """None before it has begun."""

    def run(self) -> int:
        """Grade, and tell how it ended."""
        try:
            status, files = self._open()
        except BrokenPipeError:
            raise  # nobody is there to be told
        except KeyboardInterrupt:
            self._finish(STOPPED)
            if self._grading is None:
                raise
            return STOPPED
        except Exception as error:
            self._finish(*failure(error))
            raise
        self._finish(status, files=files)
        return status

    def _open(self) -> tuple[int, list[str]]:
        request = self._request
        catalog = request.catalog()
        policy = request.read_policy(catalog)
        with open_class(request.submissions, catalog) as found:
            if not found.own:
                request.check_out()
            return self._grade(catalog, policy, found)

    def _grade(self, catalog: Catalog, policy: Policy, found: Class) -> tuple[int, list[str]]:
        """Return the exit status, and the reports that were written."""
        request, show = self._request, self._show
        with (
            database(request.out, fresh=request.fresh) as (connection, aside),
            request.place() as place,
        ):
            store = Store(connection)
            settings = request.settings(catalog, policy, place, store.last_run())
            if aside:
                show.tell(Note(f"what was kept is in {request.out / aside} now"))
            if policy.path:
                show.tell(Note(f"policy: {policy.path}"))
            self._grading = Grading(settings, store, place, show.tell)
            self._grading.grade(found)
            book = self._grading.book()
            files = _write(request, book)
            if "github" in request.formats and os.environ.get("GITHUB_ACTIONS") == "true":
                _tell_github(book)
            return _status(book, self._grading, request.fail_under, own=found.own), files

    def _finish(self, status: int, reason: str = "", files: Sequence[str] = ()) -> None:
        """Tell that the run is over, with whatever it came to."""
        run = self._grading
        unjudged = run.answers - run.kept - run.judged if run else 0
        self._show.tell(
            Finished(
                status=status,
                answers=run.answers if run else 0,
                judged=run.judged if run else 0,
                different=run.different if run else 0,
                kept=run.kept if run else 0,
                unjudged=unjudged,
                seconds=run.seconds if run else 0.0,
                stopped=status == STOPPED or (bool(reason) and unjudged > 0),
                files=list(files),
                reason=reason,
            )
        )


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
