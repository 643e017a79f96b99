"""Judges many answers of one learner side by side, as a class's are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from asynccourse.grading.engine import Engine, Work
from asynccourse.grading.jobs import usual_jobs
from asynccourse.grading.places import here
from asynccourse.grading.state import judge_state, suite_state
from asynccourse.grading.task import NotJudged, Outcome, Task, encode, results, undecided
from asynccourse.judge.batch import Batch
from asynccourse.judge.jobs import Job, Options
from asynccourse.parts.needs import missing
from asynccourse.verdicts.refusal import GraderFault
from asynccourse.verdicts.result import ExerciseResult

SHARE = 4
"""Answers for which a judging process is worth its start, at least."""


def judge_side_by_side(
    jobs: Sequence[Job], options: Options, done: Callable[[Job], None]
) -> list[ExerciseResult]:
    """Judge each job and return the results in their order. `done` hears of each as it ends.

    Raises `GraderFault` where no answer can be judged any more, and KeyboardInterrupt.
    """
    found = dict(_left_out(jobs, options))
    judged = [job for job in jobs if job.number not in found]
    with here(max(1, min(usual_jobs(), len(judged) // SHARE)), options.sandbox) as place:
        by_key = {str(job.number): job for job in judged}
        for landed in Engine(place).run(_work(judged, options)):
            for key, outcome in landed:
                job = by_key[key]
                found[job.number] = _result(job, outcome, options)
                done(job)
    return [found[job.number] for job in jobs]


def _left_out(jobs: Sequence[Job], options: Options) -> Iterator[tuple[int, ExerciseResult]]:
    """Yield what is said of the jobs of which something is missing here, by their numbers."""
    lacking = [job for job in jobs if missing(job.exercise.file.needs)]
    told = Batch(lacking, options).judged("")
    if isinstance(told, GraderFault):
        raise told
    yield from zip((job.number for job in lacking), told, strict=True)


def _work(jobs: Sequence[Job], options: Options) -> Iterator[Work]:
    """Yield the jobs as tasks; first what may take longest, so that little is waited for at the
    end."""
    for job in sorted(jobs, key=lambda job: -job.exercise.file.limits.seconds):
        task = Task(
            exercise=job.exercise.name,
            data=job.source.data,
            seed=options.seed,
            sandbox=options.sandbox,
            points=job.exercise.file.points,
            judge=judge_state(),
            suite=suite_state(job.exercise),
        )
        yield str(job.number), encode(task)


def _result(job: Job, outcome: Outcome, options: Options) -> ExerciseResult:
    """Return what came of a job, with the name of its own file."""
    answer, exercise = outcome.answer, job.exercise
    if isinstance(answer, NotJudged):
        result = undecided(exercise.name, answer.reason, exercise.file.points, options.seed)
    else:
        result = results.decode(answer.result)
    return msgspec.structs.replace(result, file=str(job.file))
