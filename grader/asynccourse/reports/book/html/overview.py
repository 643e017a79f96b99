"""What the class is at a glance, and each exercise: the figures around the heat map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element

from asynccourse.grading.book import Book
from asynccourse.reports.book.states import SAID, SIGNS, State, place
from asynccourse.reports.book.tally import Tally, middle
from asynccourse.reports.figures import number
from asynccourse.reports.page.markup import Inside, prose, tag
from asynccourse.wall.limits import cut

TENTHS = 10

GIST = 300
"""Most characters of a refusal."""

CODES = 6
"""Most codes that are shown of an exercise."""

_STRETCHED: Final = {"preserveAspectRatio": "none"}

_KINDS: list[State] = ["passed", "failed", "missing", "inconclusive", "pending"]


def overview(book: Book, shares: list[float], counted: Sequence[Tally]) -> Iterator[Element]:
    """Yield the class in a few figures, and how its points are spread."""
    states: Counter[State] = Counter()
    for tally in counted:
        states.update(tally.states)
    answers = sum(states.values())
    yield _figure(f"{number(middle(shares))} %", "median score")
    yield _figure(f"{states['passed']:,}", f"of {answers:,} answers passed")
    yield _figure(f"{states['missing']:,}", "not handed in")
    if no_verdict := states["inconclusive"] + states["pending"]:
        yield _figure(f"{no_verdict:,}", "without a verdict")
    if refused := sum(bool(enrolled.note) for enrolled in book.students):
        yield _figure(f"{refused}", "submissions with a note")
    yield _spread(shares)


def legend() -> Element:
    """Return what the cells' signs and colours mean."""
    rows = [
        ("passed", SIGNS["passed"], "passed"),
        ("much", "7", "not passed, half of the points or more"),
        ("some", "3", "less"),
        ("none", "0", "none"),
        *((kind, SIGNS[kind], SAID[kind]) for kind in _KINDS[2:]),
    ]
    items = [tag("li", tag("span", sign, class_=f"key {kind}"), told) for kind, sign, told in rows]
    return tag("ul", *items, class_="legend", aria_label="What the cells mean")


def exercises(counted: Sequence[Tally]) -> Element:
    """Return each exercise: who passed, the codes of who didn't, and the commonest refusal."""
    return tag("ol", *(_exercise(tally) for tally in counted), class_="exercises", id="counted")


def record(book: Book) -> Element:
    """Return how the class was graded."""
    run = book.run
    rows = {
        "asynccourse": run.version,
        "Python": run.python,
        "System": run.system,
        "Seed": str(run.seed),
        "Sandbox": run.sandbox,
        "Jobs": str(run.jobs),
        **run.settings,
    }
    pairs: list[Inside] = [
        part for name, told in rows.items() for part in (tag("dt", name), tag("dd", told))
    ]
    return tag("dl", *pairs, class_="record")


def _figure(value: str, told: str) -> Element:
    return tag("p", tag("strong", value), " ", tag("span", told), class_="figure")


def _spread(shares: list[float]) -> Element:
    """Return how many students have how many tenths of the points."""
    counts = Counter(min(int(share // TENTHS), TENTHS - 1) for share in shares)
    most = max(counts.values(), default=1)
    told = [f"{10 * tenth} to {10 * tenth + 10} %: {counts[tenth]}" for tenth in range(TENTHS)]
    bars = [_tenth(tenth, counts[tenth] / most, told[tenth]) for tenth in range(TENTHS)]
    label = "Students by their points: " + ", ".join(told)
    drawing = tag("svg", *bars, role="img", aria_label=label, viewBox="0 0 200 48", **_STRETCHED)
    axis = tag("p", tag("span", "0 %"), tag("span", "students by points"), tag("span", "100 %"))
    return tag("div", drawing, axis, class_="spread")


def _tenth(tenth: int, share: float, told: str) -> Element:
    height = max(46 * share, 2.0 if share else 0.5)
    title = tag("title", told)
    return tag("rect", title, x=20 * tenth + 1, y=48 - height, width=18, height=height, rx=2)


def _exercise(tally: Tally) -> Element:
    shown = place(tally.exercise)
    title = tag("h3", tag("span", shown, class_="number"), " ", tally.exercise.title)
    share = tag("p", tag("strong", f"{tally.passed:.0f} %"), " passed", class_="share")
    codes = [_code(shown, *pair) for pair in tally.codes.most_common(CODES)]
    parts: list[Inside] = [title, share, _bar(tally)]
    parts += [tag("ul", *codes, class_="codes", aria_label="What failed")] if codes else []
    if tally.commonest:
        mark, count = tally.commonest
        often = f"{count} times: " if count > 1 else "once: "
        said = tag("span", *prose(cut(mark.message, GIST)))
        parts.append(tag("p", tag("span", often, class_="often"), said, class_="common"))
    return tag("li", *parts, id=f"e-{tally.exercise.name}", tabindex="-1", data_share=tally.passed)


def _code(shown: str, code: str, count: int) -> Element:
    told = f"{code}: show its {count} students" if count > 1 else f"{code}: show its student"
    inside: list[Inside] = [tag("span", code, class_="code"), " ", tag("strong", str(count))]
    sought = f"{shown}:not passed, {code},"
    return tag("li", tag("button", *inside, type="button", data_filter=sought, aria_label=told))


def _bar(tally: Tally) -> Element:
    """Return the verdicts as parts of one bar."""
    every = max(sum(tally.states.values()), 1)
    told = ", ".join(f"{tally.states[kind]} {SAID[kind]}" for kind in _KINDS if tally.states[kind])
    bars, left = [], 0.0
    for kind in _KINDS:
        width = 100 * tally.states[kind] / every
        bars.append(tag("rect", class_=kind, x=left, y=0, width=width, height=8))
        left += width
    attributes = {"viewBox": "0 0 100 8", "role": "img", **_STRETCHED}
    return tag("svg", tag("title", told), *bars, class_="verdicts", **attributes)
