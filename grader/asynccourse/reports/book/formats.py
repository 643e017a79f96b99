"""The formats by their names: what `--format` takes, and which files each of them writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from asynccourse.grading.book import Book
from asynccourse.reports.book import (
    canvas,
    grades,
    gradescope,
    html,
    json,
    junit,
    marks,
    moodle,
    summary,
    workflow,
)


class Report(NamedTuple):
    """One file of a format, and what writes it. The writer raises OSError."""

    file: str
    write: Callable[[Book, Path], None]


FORMATS: Final[dict[str, tuple[Report, ...]]] = {
    "csv": (Report("grades.csv", grades.write), Report("marks.csv", marks.write)),
    "canvas": (Report("canvas.csv", canvas.write),),
    "moodle": (
        Report("moodle.csv", moodle.write),
        Report("moodle-worksheet.csv", moodle.write_worksheet),
    ),
    "json": (Report("grades.json", json.write),),
    "junit": (Report("junit.xml", junit.write),),
    "gradescope": (Report("results.json", gradescope.write),),
    "github": (
        Report("summary.md", summary.write),
        Report("annotations.txt", workflow.write),
    ),
    "html": (Report("report.html", html.write),),
}


def write(name: str, book: Book, folder: Path) -> None:
    """Write all files of a format into a folder. Raises OSError."""
    for report in FORMATS[name]:
        report.write(book, folder / report.file)
