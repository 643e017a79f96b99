"""Notes what a check has found, and what to type next."""

from __future__ import annotations

from asynccourse.course.exercise import CourseError
from asynccourse.desk.desk import digest, open_desk
from asynccourse.judge.jobs import Job
from asynccourse.verdicts.result import ExerciseResult


def note(jobs: list[Job], results: list[ExerciseResult], *, told: bool) -> list[tuple[str, bool]]:
    """Note verdicts on the learner's own files; what is in the way of that changes no verdict.

    Returns what there is to say of it, each with whether it belongs on stderr; the way on, which
    doesn't, only where the verdicts are `told` to a reader.
    """
    digests = [digest(job.source.data) for job in jobs]
    try:
        desk = open_desk()
        desk.note(list(zip(results, digests, strict=False)))
    except CourseError as error:
        return [(f"asynccourse: {error}", True)]
    said = [(f"asynccourse: {sentence}", True) for sentence in desk.file.told]
    if told and len(results) == 1 and results[0].status == "passed":
        said.append(("\n  The next one: asynccourse next", False))
    return said
