"""What a test showed, for a page: the same things in the same order as on the terminal."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from asynccourse.judge.source import Source
from asynccourse.reports.figures import seconds
from asynccourse.reports.page.markup import prose, sign, tag
from asynccourse.reports.quote import quote
from asynccourse.reports.refusals import MARKS, TRACE_LINES, WORDS, Told
from asynccourse.verdicts.result import TestResult
from asynccourse.wall.limits import cut

LINES = 200
"""Most lines of a test's output that are shown, unless another number is asked for."""

LONGEST = 500
"""Most characters of a line that are shown."""


class Refusals:
    """Tells tests one after the other, and what is the same only once."""

    def __init__(self, source: Source, *, lines: int = LINES) -> None:
        self._source = source
        self._lines = lines
        self._told = Told()

    def tell(self, test: TestResult) -> Element:
        """Return what there is to say of a test."""
        again = self._told.again(test)
        took = ("as above" if test.attempts else "not run") if again else seconds(test.seconds)
        head = tag(
            "h3",
            sign(MARKS[test.status], WORDS[test.status], test.status),
            tag("span", *prose(test.claim or test.name), class_="claim"),
            tag("span", took, class_="took"),
        )
        body = [] if test.status == "passed" or again else list(self._refusal(test))
        return tag("li", head, *body, class_=f"test {test.status}")

    def _refusal(self, test: TestResult) -> list[Element]:
        code = tag("strong", test.code or WORDS[test.status], class_="code")
        parts = [tag("p", code, " ", *prose(test.message), class_="sentence")]
        parts += self._quote(test) if test.line else []
        parts += [self._trace(test)] if len(test.trace) > 1 else []
        parts += self._advice(test)
        if output := self._told.output(test):
            parts += _printed(output, self._lines)
        self._told.note(test)
        return parts

    def _quote(self, test: TestResult) -> list[Element]:
        """Return the learner's own line, with a caret under what is meant."""
        code, start, end = quote(self._source, test, LONGEST)
        caret = tag("span", " " * start + "^" * (end - start), class_="caret", aria_hidden="true")
        where = tag("p", f"{self._source.path.name}, line {test.line}", class_="where")
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
            for cause in self._told.causes(test)
        ]
        for word, text in self._told.help(test):
            rows.append((word, tag("dd", *([_link(text)] if word == "see" else prose(text)))))
        pairs = [part for word, said in rows for part in (tag("dt", word), said)]
        return [tag("dl", *pairs, class_="advice")] if pairs else []


def _link(address: str) -> Element:
    """Return a link to an address of our own: those of codes, never one of a submission's."""
    shown = address.removeprefix("https://")
    return tag("a", shown, href=address, rel="noreferrer noopener")


def _printed(output: str, most: int) -> list[Element]:
    lines = output[:20_000].rstrip("\n").split("\n")
    shown = "\n".join(cut(line, LONGEST) for line in lines[:most])
    more = len(lines) - most
    found = [tag("p", "It printed:", class_="where"), tag("pre", shown, class_="printed")]
    return [*found, tag("p", f"… {more} lines more", class_="where")] if more > 0 else found
