"""Notes what a check has shown, and says what to type next."""

from __future__ import annotations

import click

from asynccourse.course.exercise import CourseError
from asynccourse.desk.desk import digest, open_desk
from asynccourse.judge.jobs import Job
from asynccourse.verdicts.result import ExerciseResult


def note(jobs: list[Job], results: list[ExerciseResult], *, told: bool) -> None:
    """Note verdicts on the learner's own files; what is in the way of that changes no verdict."""
    digests = [digest(job.source.data) for job in jobs]
    try:
        desk = open_desk()
        desk.note(list(zip(results, digests, strict=False)))
    except CourseError as error:
        click.echo(f"asynccourse: {error}", err=True)
        return
    for sentence in desk.file.told:
        click.echo(f"asynccourse: {sentence}", err=True)
    if told and len(results) == 1 and results[0].status == "passed":
        click.echo("\n  The next one: asynccourse next")
