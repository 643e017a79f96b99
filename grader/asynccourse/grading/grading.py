"""A run over a class: takes it in, has judged what has no verdict yet, and keeps what comes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from asynccourse.course.catalog import Catalog
from asynccourse.course.exercise import Exercise
from asynccourse.grading import events
from asynccourse.grading.book import Enrolled, Run
from asynccourse.grading.engine import Engine, Place
from asynccourse.grading.lateness import doubts
from asynccourse.grading.marks import Marking
from asynccourse.grading.plan import Class, Plan
from asynccourse.grading.policy import Policy
from asynccourse.grading.store import Pending, Store
from asynccourse.grading.stored import StoredBook
from asynccourse.grading.task import NotJudged, Outcome, results, undecided
from asynccourse.parts.needs import NEEDS, told
from asynccourse.verdicts.refusal import GraderFault
from asynccourse.verdicts.result import ExerciseResult

ROUNDS = 2
"""How often an answer is given to the judge in one run, where the grader's own fault, or a machine
that is too busy, keeps it from a verdict."""

HOPELESS = 20
"""So many answers without a verdict, and none with one: there is no use in going on."""


@dataclass(frozen=True)
class Settings:
    """What holds for a whole run."""

    run: Run
    catalog: Catalog
    exercises: Sequence[Exercise]
    """Those that are judged and count."""
    policy: Policy
    database: str
    """The database's path, as it is told."""


class Grading:
    """One run. Whatever ends it, what was told of it is kept."""

    def __init__(
        self, settings: Settings, store: Store, place: Place, tell: events.Listener
    ) -> None:
        self.answers = 0
        """How many were handed in to the exercises that can be judged."""
        self.kept = 0
        """How many of them had a verdict before."""
        self.judged = 0
        """How many were given one."""
        self.different = 0
        """How many different ones those are, of which each was judged once."""
        self._settings = settings
        self._store = store
        self._place = place
        self._tell = tell
        self._names = {exercise.name for exercise in settings.exercises}
        self._left_out: dict[str, str] = {}
        self._began = time.monotonic()
        self._class: dict[str, Enrolled] = {}
        self._owed: Counter[str] = Counter()
        """How many verdicts each student still waits for."""
        self._fatal: set[str] = set()
        """The keys of what several handed in and judging processes have died over."""

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return round(time.monotonic() - self._began, 1)

    def grade(self, found: Class) -> None:
        """Take the class in and judge it. Raises `GraderFault`."""
        settings = self._settings
        plan = Plan(settings.catalog, seed=settings.run.seed, sandbox=self._place.sandbox)
        number = self._store.begin_run(settings.run)
        self._take_in(found, plan)
        for _ in range(ROUNDS):
            self._judge(self.unjudged(), plan)
        for one in self.unjudged():
            self._tell(events.Fault(one.exercise, one.students, one.reason))
        self._store.end_run(number)

    def unjudged(self) -> list[Pending]:
        """Return what has no verdict, of what can be judged here."""
        return self._store.pending(self._names - self._left_out.keys())

    def book(self) -> StoredBook:
        """Return the class's book as it is now."""
        return StoredBook(self._settings.run, self._store, self._marking())

    def _take_in(self, found: Class, plan: Plan) -> None:
        gone = self._store.take_in(plan.read(found))
        if gone:
            self._tell(events.Note(_told_gone(gone)))
        self._class = {one.student.id: one for one in self._store.students()}
        for note in doubts(self._settings.policy, list(self._class.values())):
            self._tell(events.Note(note))
        self._leave_out()
        pending = self.unjudged()
        judgeable = self._names - self._left_out.keys()
        self.answers = self._store.answers(judgeable)
        self._owed.update(student for one in pending for student in one.students)
        self.kept = self.answers - self._owed.total()
        run = self._settings.run
        self._tell(
            events.Started(
                submissions=run.submissions,
                layout=found.layout,
                students=len(self._class),
                exercises=len(judgeable),
                answers=self.answers,
                kept=self.kept,
                different=len(pending),
                seed=run.seed,
                sandbox=self._place.sandbox,
                where=self._place.told,
                database=self._settings.database,
            )
        )

    def _leave_out(self) -> None:
        """Leave out the exercises whose needs aren't met and that there is something to judge of:
        where some had a verdict and others can't have one, the class would be marked unevenly."""
        waiting = {one.exercise for one in self._store.pending(self._names)}
        for exercise in self._settings.exercises:
            lacking = [NEEDS[n] for n in exercise.file.needs if n in self._place.lacks]
            if lacking and exercise.name in waiting:
                self._left_out[exercise.name] = f"it was left out: {told(lacking)}"
                self._tell(events.Note(f"{exercise.name} is left out: {told(lacking)}"))

    def _judge(self, pending: list[Pending], plan: Plan) -> None:
        waiting = {one.key: one for one in pending}
        lost = 0
        for landed in Engine(self._place).run(plan.work(self._telling(pending), self._store)):
            found = [(waiting[key], outcome) for key, outcome in landed]
            lost += self._keep(found)
            if lost >= HOPELESS and not self.judged:
                # The first of them may still be with the judge: it has no reason yet.
                why = next((one.reason for one in self.unjudged() if one.reason), "no reason")
                raise GraderFault(f"{lost} answers and no verdict: {why}")

    def _telling(self, pending: Iterable[Pending]) -> Iterator[Pending]:
        """Yield it student by student, of each what may take longest first: in the end there are
        only short ones to wait for."""
        limits = {one.name: one.file.limits.seconds for one in self._settings.exercises}
        for one in sorted(pending, key=lambda one: (one.students[0], -limits[one.exercise])):
            self._tell(events.Judging(one.exercise, one.students))
            yield one

    def _keep(self, found: list[tuple[Pending, Outcome]]) -> int:
        """Keep what came, then tell of it; return how much of it is no verdict."""
        verdicts = [(one, self._verdict(one, outcome)) for one, outcome in found]
        self._store.record((one.key, result) for one, result in verdicts)
        for one, outcome in found:
            for how in outcome.deaths:
                self._tell(events.Died(one.exercise, one.students, how))
        final = [(one, result) for one, result in verdicts if result.status != "inconclusive"]
        for one, result in final:
            self._count(one, result)
        return len(verdicts) - len(final)

    def _verdict(self, one: Pending, outcome: Outcome) -> ExerciseResult:
        if isinstance(outcome.answer, NotJudged):
            return self._undecided(one, outcome.answer.reason)
        result = results.decode(outcome.answer.result)
        if outcome.fatal and len(one.students) > 1 and one.key not in self._fatal:
            # Processes are killed by others too: it takes a second time to blame a whole class.
            self._fatal.add(one.key)
            return self._undecided(one, result.message)
        return result

    def _undecided(self, one: Pending, reason: str) -> ExerciseResult:
        points = next(e.file.points for e in self._settings.exercises if e.name == one.exercise)
        return undecided(one.exercise, reason, points, self._settings.run.seed)

    def _count(self, one: Pending, result: ExerciseResult) -> None:
        self.judged += len(one.students)
        self.different += 1
        self._tell(
            events.Judged(
                exercise=result.exercise,
                students=one.students,
                status=result.status,
                code=result.code,
                message=result.message,
                points=result.points,
                max_points=result.max_points,
                seconds=result.seconds,
                done=self.kept + self.judged,
                answers=self.answers,
            )
        )
        for student in one.students:
            self._owed[student] -= 1
            if not self._owed[student]:
                self._tell(self._total(student))

    def _total(self, student: str) -> events.Student:
        marking, enrolled = self._marking(), self._class[student]
        rows = [row for row in self._store.rows(student) if row.exercise in self._names]
        marks = [mark for row in rows if (mark := marking.mark(enrolled, row))]
        most = sum(one.points * one.weight for one in marking.exercises)
        return events.Student(student, round(sum(m.points for m in marks), 2), round(most, 2))

    def _marking(self) -> Marking:
        return Marking(self._settings.policy, self._settings.exercises, self._left_out)


def _told_gone(gone: list[str]) -> str:
    who = ", ".join(gone[:5]) + (f" and {len(gone) - 5} more" if len(gone) > 5 else "")
    are = "is" if len(gone) == 1 else "are"
    return f"{who} {are} no longer in the submissions: left out, with the verdicts kept"
