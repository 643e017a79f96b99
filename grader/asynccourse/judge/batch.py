"""Jobs that are judged together, and the results that come of them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from asynccourse.judge.jobs import Job, Options
from asynccourse.parts.needs import Need, missing, told
from asynccourse.verdicts.refusal import GraderFault, Refusal
from asynccourse.verdicts.result import ExerciseResult, TestResult, left_out, sum_up
from asynccourse.wall.messages import Looked

Judged: TypeAlias = list[ExerciseResult] | GraderFault


class Batch:
    """Some jobs and how they are judged; it keeps what is found out about each."""

    def __init__(self, jobs: Sequence[Job], options: Options) -> None:
        self.options = options
        self.load_refusals: dict[int, Refusal] = {}
        """Why a job's submission can't be loaded, by the job's number."""
        self.first: dict[int, Refusal | GraderFault] = {}
        """What each job's first test that didn't pass met."""
        self.expired: set[int] = set()
        """The jobs of which a test has used up its time: those behind it aren't run."""
        self.slow: set[int] = set()
        """The jobs whose slowness is proven, or that were refused by time as often as they may be:
        no test of theirs is repeated for the clock's sake."""
        self.exactly_slow: dict[int, Refusal] = {}
        """The jobs whose slowness is proven on the virtual clock, and what was said of it."""
        self.looked: dict[int, Looked] = {}
        self._every = jobs
        self._tests: dict[int, list[TestResult]] = defaultdict(list)
        self._lacking = {
            job.number: needs for job in jobs if (needs := missing(job.exercise.file.needs))
        }

    @property
    def jobs(self) -> list[Job]:
        """The jobs that can be judged here."""
        return [job for job in self._every if job.number not in self._lacking]

    def keep(self, job: Job, test: TestResult) -> None:
        """Take in the result of one of a job's tests."""
        self._tests[job.number].append(test)

    def is_proven(self, number: int) -> bool:
        """Return whether a job was refused already for what no busy machine can be the cause of."""
        first = self.first.get(number)
        return isinstance(first, Refusal) and first.by_time == "no"

    def is_beyond_the_first(self, job: Job) -> bool:
        """Return whether the run was to stop at a job that failed, and this is another one."""
        return self.options.stop_at_first and bool(self.first) and job.number not in self.first

    def judged(self, fault: str) -> Judged:
        """Return the results in the order of the jobs, up to where it stopped.

        Where a suite couldn't be run, return why: `fault`.
        """
        missed = [job for job in self.jobs if not self._tests[job.number]]
        if missed and not (self.options.stop_at_first and any(self._tests.values())):
            reason = fault or "no test of it was run"
            return GraderFault(f"the suite of {missed[0].exercise.name} could not be run: {reason}")
        judged = [job.number for job in self.jobs if self._tests[job.number]]
        stops = self.options.stop_at_first and bool(judged)
        last = max(judged) if stops else math.inf
        return [
            self._result(job)
            for job in self._every
            if self._tests[job.number] or (job.number in self._lacking and job.number < last)
        ]

    def _result(self, job: Job) -> ExerciseResult:
        name, file, seed = job.exercise.name, str(job.file), self.options.seed
        if job.number not in self._lacking:
            return sum_up(name, self._tests[job.number], file=file, seed=seed)
        needs: list[Need] = self._lacking[job.number]
        points, names = job.exercise.file.points, [need.name for need in needs]
        return left_out(name, names, told(needs), points=points, file=file, seed=seed)
