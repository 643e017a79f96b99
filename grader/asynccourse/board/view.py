"""The page as it is now, in parts: what has changed of it can be replaced while one reads on."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from xml.etree.ElementTree import Element

from asynccourse.board.contents import contents, summary
from asynccourse.board.live import Live
from asynccourse.board.text import text
from asynccourse.board.verdict import verdict
from asynccourse.course.exercise import Exercise
from asynccourse.desk.desk import Desk
from asynccourse.desk.progress import Progress
from asynccourse.reports.page.markup import html, tag
from asynccourse.reports.refusals import MARKS, WORDS
from asynccourse.verdicts.result import ExerciseResult

_PAGE = Template((Path(__file__).parent / "page" / "index.html").read_text("utf-8"))


class View:
    """Draws the page of one course folder."""

    def __init__(self, desk: Desk, live: Live) -> None:
        self._desk = desk
        self._live = live
        self._exercises = desk.catalog.all()

    def find(self, name: str) -> Exercise | None:
        """Return an exercise by its whole name."""
        return next((one for one in self._exercises if one.name == name), None)

    def page(self, chosen: Exercise | None) -> str:
        """Return the page of an exercise; without one, of that which was judged last."""
        progress = self._desk.file.read()
        shown = chosen or self._followed(progress)
        result = self._live.result(shown)
        stale = result is not None and self._live.is_stale(shown)
        after = self._desk.first_open(progress, shown.name)
        parts = {
            "summary": summary(self._exercises, progress),
            "contents": contents(self._desk, self._exercises, progress, shown),
            "head": self._head(shown, progress, following=chosen is None),
            "jump": _jump(result),
            "verdict": verdict(shown, result, stale=stale, after=after),
        }
        drawn = {name: html(*elements) for name, elements in parts.items()}
        title = escape(f"{shown.file.title} · asynccourse")
        return _PAGE.substitute(drawn, title=title, name=shown.name, text=text(shown.readme))

    def _followed(self, progress: Progress) -> Exercise:
        latest = self.find(self._live.latest)
        return latest or self._desk.current(progress) or self._exercises[0]

    def _head(self, shown: Exercise, progress: Progress, *, following: bool) -> list[Element]:
        file = shown.file
        said = f"{file.part} · {file.minutes} min · {file.points} points"
        where = shown.stub.relative_to(self._desk.home.root)
        title = tag(
            "div",
            tag("p", said, class_="said"),
            tag("h1", tag("span", shown.number, class_="number"), " ", file.title),
            tag("p", tag("code", str(where)), _followed_or_not(following=following), class_="file"),
        )
        mine = shown == self._desk.current(progress)
        return [title, tag("p", *_buttons(shown, mine=mine), class_="do")]


def _jump(result: ExerciseResult | None) -> list[Element]:
    """Return a way to the verdict, for where it stands below a long text."""
    if result is None:
        return []
    code = f", {result.code}" if result.code else ""
    mark = tag("span", MARKS[result.status], class_=f"mark {result.status}", aria_hidden="true")
    said = f" {WORDS[result.status].capitalize()}{code}: see why"
    if result.status == "passed":
        said = " Passed: see what ran when"
    return [tag("a", mark, said, href="#verdict", class_=result.status)]


def _followed_or_not(*, following: bool) -> Element:
    if following:
        return tag("span", "shows what you save", class_="following")
    return tag("a", "Show what I save", href="/", class_="following")


def _buttons(shown: Exercise, *, mine: bool) -> list[Element]:
    judge = tag(
        "button",
        "Judge now",
        type="button",
        id="judge",
        class_="first",
        data_post=f"/{shown.name}/judge",
    )
    said = "You work on this one" if mine else "Make this the one I work on"
    state = {"aria_disabled": "true"} if mine else {"data_post": f"/{shown.name}/choose"}
    return [judge, tag("button", said, type="button", id="choose", **state)]
