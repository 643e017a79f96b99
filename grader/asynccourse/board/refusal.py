"""What a test showed, for the page: the same things in the same order as on the terminal."""

from __future__ import annotations

from collections import Counter
from xml.etree.ElementTree import Element

from asynccourse.board.markup import prose, sign, tag
from asynccourse.cli.printable import printable
from asynccourse.cli.screen import SAME, TRACE_LINES, gist, help_for
from asynccourse.judge.source import Source
from asynccourse.reports.figures import seconds
from asynccourse.verdicts.result import TestResult
from asynccourse.wall.limits import cut

MARKS = {"passed": "✓", "failed": "✗", "inconclusive": "?"}
WORDS = {"passed": "passed", "failed": "not passed", "inconclusive": "no verdict"}

LINES = 200
"""Most lines of a test's output that are shown."""

LONGEST = 500
"""Most characters of a line that are shown."""


class Refusals:
    """Tells tests one after the other, and what is the same only once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._told: Counter[str] = Counter()

    def tell(self, test: TestResult) -> Element:
        """Return what there is to say of a test."""
        again = test.status != "passed" and self._is_told(test)
        took = ("as above" if test.attempts else "not run") if again else seconds(test.seconds)
        head = tag(
            "h3",
            sign(MARKS[test.status], WORDS[test.status], test.status),
            tag("span", *prose(test.claim or test.name), class_="claim"),
            tag("span", took, class_="took"),
        )
        body = [] if test.status == "passed" or again else list(self._refusal(test))
        return tag("li", head, *body, class_=f"test {test.status}")

    def _is_told(self, test: TestResult) -> bool:
        return gist(test) in self._told or self._told[_place(test)] >= SAME

    def _refusal(self, test: TestResult) -> list[Element]:
        code = tag("strong", test.code or WORDS[test.status], class_="code")
        parts = [tag("p", code, " ", *prose(test.message), class_="sentence")]
        parts += self._quote(test) if test.line else []
        parts += [self._trace(test)] if len(test.trace) > 1 else []
        parts += self._advice(test)
        if test.output and test.output not in self._told:
            parts += _printed(test.output)
        self._told.update([_place(test), gist(test), test.output])
        self._told.update(cause.text for cause in test.causes)
        self._told.update(text for _, text in help_for(test))
        return parts

    def _quote(self, test: TestResult) -> list[Element]:
        """Return the learner's own line, with a caret under what is meant."""
        line = test.line or 0
        code = cut(printable(self._source.quote(line)), LONGEST)
        start, end = test.columns or (0, len(code))
        indent = self._source.indent(line) if test.columns else 0
        start, end = max(start - indent, 0), min(end - indent, len(code))
        if start >= end:
            start, end = 0, len(code)
        caret = tag("span", " " * start + "^" * (end - start), class_="caret", aria_hidden="true")
        where = tag("p", f"{self._source.path.name}, line {line}", class_="where")
        return [where, tag("pre", tag("code", code), "\n", caret, class_="quote")]

    def _trace(self, test: TestResult) -> Element:
        """Return the way of an exception through the learner's own functions."""
        places = [
            tag(
                "li",
                f"line {place.line}, in {cut(place.function, LONGEST)}: ",
                tag("code", cut(self._source.quote(place.line), LONGEST)),
            )
            for place in test.trace[-TRACE_LINES:]
        ]
        return tag("div", tag("p", "It came this way:"), tag("ol", *places), class_="trace")

    def _advice(self, test: TestResult) -> list[Element]:
        """Return likely causes, why it matters, what to try and where Python explains it."""
        rows = [
            ("maybe", tag("dd", f"line {cause.line}: ", *prose(cause.text)))
            for cause in test.causes
            if cause.text not in self._told
        ]
        for word, text in help_for(test):
            if text not in self._told:
                rows.append((word, tag("dd", *([_link(text)] if word == "see" else prose(text)))))
        pairs = [part for word, said in rows for part in (tag("dt", word), said)]
        return [tag("dl", *pairs, class_="advice")] if pairs else []


def _place(test: TestResult) -> str:
    return f"{test.code} at {test.line}"


def _link(address: str) -> Element:
    """Return a link to an address of our own: those of codes, never one of a submission's."""
    shown = address.removeprefix("https://")
    return tag("a", shown, href=address, rel="noreferrer noopener")


def _printed(output: str) -> list[Element]:
    lines = output[:20_000].rstrip("\n").split("\n")
    shown = "\n".join(cut(line, LONGEST) for line in lines[:LINES])
    more = len(lines) - LINES
    found = [tag("p", "It printed:", class_="where"), tag("pre", shown, class_="printed")]
    return [*found, tag("p", f"… {more} lines more", class_="where")] if more > 0 else found
