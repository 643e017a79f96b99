"""The page itself, written to disk piece by piece.

What a student wrote gets into it only through elements, which make all text inert. Its policy lets
the one script run and the one style apply that are in it, and nothing load from anywhere. What
there is to say of each student is kept in it as text, and drawn when it is asked for: so a class of
hundreds opens at once.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from asynccourse.grading.book import Book
from asynccourse.reports import page
from asynccourse.reports.book.files import writing
from asynccourse.reports.book.html.heat import Heat
from asynccourse.reports.book.html.overview import exercises, legend, overview, record
from asynccourse.reports.book.html.students import details
from asynccourse.reports.book.tally import tallies, totals
from asynccourse.reports.page.markup import html
from asynccourse.reports.printable import printable

_OWN: Final = Path(__file__).parent
_SHARED: Final = Path(page.__file__).parent

DETAILS = 24 * 2**20
"""Bytes that all students' details take together, at most."""

FEW = 16
"""Most exercises whose columns have room to spare."""

EACH = 2**20
"""Bytes that one student's details take, at most."""


def write(book: Book, path: Path) -> None:
    """Write the page. Raises OSError."""
    with writing(path) as file:
        for part in _parts(book):
            file.write(part.encode())


def _parts(book: Book) -> Iterator[str]:
    style = _text(_SHARED / "look.css", _OWN / "report.css")
    script = _text(_SHARED / "picture.js", _OWN / "report.js")
    counted = tallies(book)
    heat = Heat(book, counted)
    head, after, end = map(Template, _text(_OWN / "report.html").split("<!-- parts -->\n"))
    yield head.substitute(
        policy=_policy(style, script),
        style=style,
        title=escape(_title(book)),
        run=escape(_graded(book)),
        overview=html(*overview(book, totals(book), counted)),
        legend=html(legend()),
        size="heat roomy" if len(book.exercises) <= FEW else "heat",
        columns=html(heat.columns()),
    )
    for row in heat.rows():
        yield html(row) + "\n"
    yield after.substitute(
        shares=html(heat.shares()), exercises=html(exercises(counted)), record=html(record(book))
    )
    room = min(DETAILS // max(len(book.students), 1), EACH)
    for number, enrolled in enumerate(book.students):
        inside = html(*details(book, enrolled, room))
        yield f'<script type="text/html" id="student-{number}">{inside}</script>\n'
    yield end.substitute(script=script)


def _policy(style: str, script: str) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _text(*paths: Path) -> str:
    return "".join(path.read_text("utf-8") for path in paths)


def _title(book: Book) -> str:
    counts = {"student": len(book.students), "exercise": len(book.exercises)}
    return ", ".join(f"{count} {word}{'s' * (count != 1)}" for word, count in counts.items())


def _graded(book: Book) -> str:
    when = f"{book.run.started:%Y-%m-%d %H:%M %Z}".strip()
    return printable(f"{book.run.submissions}, graded {when}")
