"""How a class did: each exercise's verdicts counted, and how many points the students have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from asynccourse.grading.book import Book, Graded, Mark
from asynccourse.reports.book.states import State, percent, state
from asynccourse.reports.refusals import without_values


@dataclass
class Tally:
    """The verdicts on one exercise."""

    exercise: Graded
    states: Counter[State] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    """By what they have in common: the values in them are left out."""
    examples: dict[str, Mark] = field(default_factory=dict)
    """For each of those the first mark that has it."""

    def add(self, mark: Mark | None) -> None:
        """Count a mark in."""
        which = state(mark)
        self.states[which] += 1
        if mark is None or which != "failed":
            return
        gist = f"{mark.code}: {without_values(mark.message)}"
        self.codes[mark.code or "failed"] += 1
        self.messages[gist] += 1
        self.examples.setdefault(gist, mark)

    @property
    def passed(self) -> float:
        """The share that passed of those with a verdict, in percent."""
        judged = sum(self.states[one] for one in ("passed", "failed", "missing"))
        return percent(self.states["passed"], judged) if judged else 0.0

    @property
    def commonest(self) -> tuple[Mark, int] | None:
        """A mark with the message that was given most often, and how often that was."""
        for gist, count in self.messages.most_common(1):
            return self.examples[gist], count
        return None


def tallies(book: Book) -> list[Tally]:
    """Return the verdicts of every exercise."""
    found = [Tally(exercise) for exercise in book.exercises]
    for enrolled in book.students:
        for tally in found:
            tally.add(book.mark(enrolled.student.id, tally.exercise.name))
    return found


def totals(book: Book) -> list[float]:
    """Return each student's points in percent, in the order of the book."""
    return [percent(*book.total(enrolled.student.id)) for enrolled in book.students]


def middle(shares: list[float]) -> float:
    """Return the median, to a tenth; 0 of none."""
    return round(median(shares), 1) if shares else 0.0
