"""The last verdict on an exercise: what it is, the picture of a test, and every test."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from asynccourse.course.exercise import Exercise
from asynccourse.judge.source import Source, Unreadable, read_source
from asynccourse.reports.page.markup import prose, tag
from asynccourse.reports.page.picture import picture
from asynccourse.reports.page.refusal import Refusals
from asynccourse.reports.refusals import MARKS, WORDS, telling
from asynccourse.verdicts.result import ExerciseResult, TestResult
from asynccourse.wall.limits import cut

GIST = 300
"""Most characters of a refusal in the headline; its test has all of it."""


def sentence(result: ExerciseResult) -> str:
    """Return a verdict in a few words: `03_gather: not passed, sequential`."""
    code = f", {result.code}" if result.code else ""
    return f"{result.exercise}: {WORDS[result.status]}{code}"


def verdict(
    exercise: Exercise, result: ExerciseResult | None, *, stale: bool, after: Exercise | None
) -> list[Element]:
    """Return the whole of a verdict; `after` is the exercise that is to be solved next."""
    if result is None:
        told = "It is judged whenever you save its file, and what was seen is shown here."
        return [tag("h2", "Not judged yet", id="verdict-title"), tag("p", told, class_="empty")]
    tests = Refusals(_source(exercise))
    parts = [_headline(result)]
    if stale:
        parts.append(tag("p", "Your file has changed since this verdict.", class_="note"))
    if result.missing:
        parts.append(tag("p", result.message, class_="note"))
    if result.status == "passed" and after is not None:
        link = tag("a", f"{after.number} {after.file.title}", href=f"/{after.name}")
        parts.append(tag("p", "Solved. The next one: ", link, class_="note good"))
    told_tests = tag("ol", *(tests.tell(test) for test in result.tests), class_="tests")
    return [*parts, *_pictures(result.tests), told_tests]


def _headline(result: ExerciseResult) -> Element:
    points = f"{result.points} of {result.max_points} points"
    title = tag(
        "h2",
        tag("span", MARKS[result.status], class_=f"mark {result.status}", aria_hidden="true"),
        WORDS[result.status].capitalize(),
        id="verdict-title",
    )
    parts = [title, tag("p", points, class_="points")]
    if result.code:
        code = tag("strong", result.code, class_="code")
        parts.append(tag("p", code, " ", *prose(cut(result.message, GIST)), class_="gist"))
    return tag("div", *parts, class_=f"headline {result.status}")


def _pictures(tests: list[TestResult]) -> list[Element]:
    """Return the timelines of all tests that have one, the telling one shown, and a choice."""
    drawn = [
        (number, test)
        for number, test in enumerate(tests)
        if test.timeline is not None and test.timeline.spans
    ]
    if not drawn:
        return []
    chosen = telling(tests) or _longest(drawn)
    choices = [_choice(number, test, chosen=test is chosen) for number, test in drawn]
    choice = tag("select", *choices, id="test")
    title = tag("h3", tag("label", "What ran when, in", for_="test"), class_="label")
    figures = [picture(test, f"picture-{number}", shown=test is chosen) for number, test in drawn]
    return [tag("div", title, choice, *figures, class_="pictures")]


def _longest(drawn: list[tuple[int, TestResult]]) -> TestResult:
    """Return the first test whose calls took time, if there is one."""
    lasting = (test for _, test in drawn if test.timeline is not None and test.timeline.end > 0)
    return next(lasting, drawn[0][1])


def _choice(number: int, test: TestResult, *, chosen: bool) -> Element:
    said = f"{MARKS[test.status]} {test.claim or test.name}"
    selected = {"selected": "selected"} if chosen else {}
    return tag("option", said, value=f"picture-{number}", **selected)


def _source(exercise: Exercise) -> Source:
    try:
        return read_source(exercise.stub)
    except Unreadable:
        return Source(exercise.stub, b"")
