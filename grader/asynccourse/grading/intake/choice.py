"""Of several files that may be the answer, the one that counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from asynccourse.grading.intake.names import Fit, Form
from asynccourse.grading.submission import Unfit

_FORMS = {
    Form.COURSE: "a course folder",
    Form.FOLDER: "a folder for each exercise",
    Form.BARE: "bare files",
}


@dataclass(frozen=True)
class Candidate:
    """A file that may be the answer to an exercise."""

    exercise: str
    fit: Fit
    path: str
    data: bytes
    unfit: Unfit | None
    """Why it could not be read; the data is empty then."""
    changed: datetime | None
    packing: str
    """What it is packed in, for people; empty where it lies open."""


def choose(candidates: Sequence[Candidate]) -> Candidate | Unfit:
    """Return the file that counts of those that may answer one exercise, or why none does.

    The nearest one to what the course calls an answer (see `Fit`); of several that are equally
    near, any if they are the same, else none: which one is meant is the student's to say.
    """
    best = min(candidate.fit for candidate in candidates)
    equal = sorted((one for one in candidates if one.fit == best), key=lambda one: one.path)
    first, last = equal[0], equal[-1]
    for candidate in equal:
        if candidate.unfit is not None:
            return candidate.unfit
    if any(candidate.data != first.data for candidate in equal):
        told = f"{first.path} and {last.path} differ, and either could be the answer: hand in one"
        return Unfit("forbidden", told)
    return first


def told_layout(taken: Mapping[str, Candidate], candidates: Sequence[Candidate]) -> str:
    """Return how the files lay, in a few words, and which that differ were not taken."""
    if not taken:
        return "nothing that could be taken" if candidates else "nothing named like an exercise"
    forms = sorted({one.fit.form for one in taken.values()})
    told = " and ".join(_FORMS[form] for form in forms)
    for packing in sorted({one.packing for one in taken.values() if one.packing}):
        told += f", in {packing}"
    others = (one for one in candidates if one.exercise in taken)
    left = sorted({one.path for one in others if one.data != taken[one.exercise].data})
    if left:
        more = f" and {len(left) - 3} more" if len(left) > 3 else ""
        told += f"; not taken: {', '.join(left[:3])}{more}"
    return told
