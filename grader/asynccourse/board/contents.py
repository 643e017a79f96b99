"""How far the course is, and the list of its exercises by part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from asynccourse.course.exercise import Exercise
from asynccourse.desk.desk import Desk, State
from asynccourse.desk.progress import Progress
from asynccourse.parts.needs import missing
from asynccourse.reports.page.markup import sign, tag

MARKS: dict[State, tuple[str, str]] = {
    "done": ("✓", "solved"),
    "changed": ("✓", "solved, and changed since"),
    "tried": ("✗", "not yet"),
    "open": ("·", "not begun"),
}
"""For each state a mark, and how it is said."""


def summary(exercises: Sequence[Exercise], progress: Progress) -> list[Element]:
    """Return how many exercises are solved, with the points, as words and as a bar."""
    solved = sum(bool(progress.of(one.name).passed) for one in exercises)
    points = sum(progress.of(one.name).points for one in exercises)
    most = sum(one.file.points for one in exercises)
    bar = tag("progress", value=solved, max=len(exercises), aria_label="Exercises solved")
    count = tag("p", tag("strong", str(solved)), f" of {len(exercises)} solved", class_="solved")
    return [count, bar, tag("p", f"{points} of {most} points", class_="points")]


def contents(
    desk: Desk, exercises: Sequence[Exercise], progress: Progress, shown: Exercise
) -> list[Element]:
    """Return the exercises as a list of links for each part of the course."""
    at = desk.current(progress)
    found = []
    for number, (part, members) in enumerate(groupby(exercises, key=lambda one: one.file.part)):
        heading = tag("h2", part, id=f"part-{number}")
        rows = [
            tag("li", _link(one, desk.state(one, progress), progress, at=at, shown=shown))
            for one in members
        ]
        found += [heading, tag("ul", *rows, aria_labelledby=f"part-{number}")]
    return found


def _link(
    exercise: Exercise, state: State, progress: Progress, *, at: Exercise | None, shown: Exercise
) -> Element:
    mark, said = MARKS[state]
    here = {"aria_current": "page"} if exercise == shown else {}
    return tag(
        "a",
        sign(mark, _said(exercise, state, said, progress), state),
        tag("span", exercise.number, class_="number"),
        tag("span", " ", exercise.file.title, class_="name"),
        tag("span", "you work on this one", class_="at") if exercise == at else "",
        tag("span", _figures(exercise, progress), class_="figures"),
        href=f"/{exercise.name}",
        id=f"to-{exercise.name}",
        **here,
    )


def _said(exercise: Exercise, state: State, said: str, progress: Progress) -> str:
    if missing(exercise.file.needs):
        return "needs what isn't installed: see asynccourse doctor"
    code = progress.of(exercise.name).code
    return f"not yet, {code}" if state == "tried" and code else said


def _figures(exercise: Exercise, progress: Progress) -> str:
    record, file = progress.of(exercise.name), exercise.file
    points = f"{record.points}/{file.points}" if record.tries else f"{file.points}"
    return f"{file.minutes} min · {points} points"
