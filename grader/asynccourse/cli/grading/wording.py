"""A run in words, for the terminal and for logs."""

from __future__ import annotations

from collections.abc import Iterator

from asynccourse.cli.grading.tally import Tally
from asynccourse.grading import events
from asynccourse.sandbox.level import TOLD

NAMED = 3
"""How many of the answers that share a fault are named."""


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 student`, `1,200 students`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def span(seconds: float) -> str:
    """Return a time as people say it: `40 s`, `12 min`, `1 h 4 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def beginning(event: events.Started) -> Iterator[str]:
    """Yield what is said once the class was read."""
    yield f"{event.submissions}: {event.layout}"
    kept = f", {event.kept:,} judged before" if event.kept else ""
    whose = f"of {count(event.students, 'student')} to {count(event.exercises, 'exercise')}"
    once = f", {event.different:,} different to judge"
    kept += once * (event.different < event.answers - event.kept)
    yield f"{count(event.answers, 'answer')} {whose}{kept}; seed {event.seed}; {event.where}"
    yield f"sandbox {event.sandbox}: {TOLD[event.sandbox]}"


def standing(tally: Tally) -> str:
    """Return how far it is, in one line."""
    told = f"{tally.done:,} of {tally.answers:,} judged"
    return f"{told}, {pace(tally)}" if tally.left is not None else told


def pace(tally: Tally) -> str:
    """Return the rate, and how long the rest takes."""
    left = f", about {span(tally.left)} left" if tally.left else ""
    return f"{tally.rate * 60:,.0f} a minute{left}"


def deaths(tally: Tally) -> str:
    """Return how many judging processes were lost."""
    return f"{count(tally.died, 'judging process', 'judging processes')} died"


def ending(event: events.Finished, tally: Tally, out: str) -> Iterator[str]:
    """Yield what is said in the end; nothing of what hasn't begun."""
    if tally.started is None:
        return
    for reason, every in tally.faults.items():
        more = f" and {len(every) - NAMED:,} more" if len(every) > NAMED else ""
        yield f"no verdict on {', '.join(every[:NAMED])}{more}: {reason}"
    if tally.died:
        yield f"{deaths(tally)}; what they judged was judged again"
    done = event.kept + event.judged
    if event.stopped:
        yield f"stopped: {done:,} of {event.answers:,} have a verdict; the same command goes on"
        return
    refused = event.judged - tally.passed
    told = f"{count(done, 'answer')} judged{_of_which(event)}"
    yield f"{told}: now {tally.passed:,} passed and {refused:,} not, in {span(event.seconds)}"
    if event.unjudged:
        yield f"{count(event.unjudged, 'answer')} without a verdict: the same command tries again"
    if event.files:
        yield f"{out}: {', '.join(event.files)}"


def _of_which(event: events.Finished) -> str:
    """Return how much of what has a verdict had it before, and how much of the rest differs."""
    told = f", {event.kept:,} of them before" if event.kept else ""
    if event.different < event.judged:
        told += f", {event.different:,} different{' since' * bool(event.kept)}"
    return told
