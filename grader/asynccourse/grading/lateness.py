"""What handing in late costs, by a class's policy."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from asynccourse.grading.book import Enrolled
from asynccourse.grading.policy import DEFAULT, Extension, Late, Policy

UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1)}


class Lateness(NamedTuple):
    """The share of the points that lateness takes, 0 to 1, and why, in words."""

    share: float
    told: str


SHOWN = 5
"""How many names one sentence has at most."""

IN_TIME = Lateness(0.0, "")


def lateness(policy: Policy, student: str, exercise: str, submitted: datetime | None) -> Lateness:
    """Return what lateness takes of one student's points for one exercise.

    `submitted` is when the submission says that it was handed in; what the policy's own times say
    goes before it. Where nothing says so, it was in time.
    """
    when = moment_of(policy, student, exercise, submitted)
    due = deadline(policy, student, exercise)
    if when is None or due is None:
        return IN_TIME
    late = when - due
    if late <= timedelta(minutes=policy.late.grace_minutes):
        return IN_TIME
    return _cost(policy.late, late)


def doubts(policy: Policy, enrolled: Sequence[Enrolled]) -> Iterator[str]:
    """Yield what a policy says of students who aren't there, and what nothing says of those who
    are: one sentence each."""
    known = {one.student.id for one in enrolled} | policy.roster.keys()
    named = {one.student for one in policy.extensions} | {who for who, _ in policy.submitted}
    strangers = sorted(named - known)
    if strangers:
        yield f"{policy.path}: nobody here is called {', '.join(strangers[:SHOWN])}"
    timed = {who for who, _ in policy.submitted}
    timeless = [one for one in enrolled if one.submitted is None and one.student.id not in timed]
    if policy.deadlines and timeless:
        many = "1 student" if len(timeless) == 1 else f"{len(timeless):,} students"
        yield f"nothing says when {many} handed in: in time, as far as is known"


def moment_of(
    policy: Policy, student: str, exercise: str, submitted: datetime | None
) -> datetime | None:
    """Return when a student handed in an exercise; None where nothing says so."""
    times = policy.submitted
    return times.get((student, exercise)) or times.get((student, "")) or submitted


def deadline(policy: Policy, student: str, exercise: str) -> datetime | None:
    """Return a student's own deadline for an exercise; None where there is none."""
    due = policy.deadlines.get(exercise) or policy.deadlines.get(DEFAULT)
    if due is None:
        return None
    return max([due, *(_extended(due, one) for one in _of(policy, student, exercise))])


def _of(policy: Policy, student: str, exercise: str) -> list[Extension]:
    return [
        one
        for one in policy.extensions
        if one.student == student and (one.exercises is None or exercise in one.exercises)
    ]


def _extended(due: datetime, extension: Extension) -> datetime:
    return extension.until or due + timedelta(days=extension.days)


def _cost(late: Late, by: timedelta) -> Lateness:
    begun = math.ceil(by / UNITS[late.per])
    many = f"{begun} {late.per}{'' if begun == 1 else 's'}"
    if late.most is not None and begun > late.most:
        return Lateness(1.0, f"{many} late, and after {late.most:g} nothing counts")
    percent = min(begun * late.percent, late.cap_percent)
    return Lateness(percent / 100, f"{many} late: {percent:g}% less") if percent else IN_TIME
