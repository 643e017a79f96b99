"""A class whose submissions can be read, one student at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from types import TracebackType

from asynccourse.grading.intake.choice import Candidate, choose, told_layout
from asynccourse.grading.intake.folder import Folder
from asynccourse.grading.intake.git import commit_time
from asynccourse.grading.intake.layout import Handed, Layout, folders_of, told_apart
from asynccourse.grading.intake.names import Names
from asynccourse.grading.intake.reading import Reader
from asynccourse.grading.submission import Answer, Student, Submission, Unfit


class Class:
    """The submissions of a class. It is a context manager: an archive stays open until its end."""

    def __init__(
        self, layout: Layout, names: Names, times: Mapping[str, datetime], stack: ExitStack
    ) -> None:
        self._handed = told_apart(layout.handed)
        self.layout = layout.told
        """How the class lies, in one sentence."""
        self.own = layout.own
        """Whether it is no class, but one student's own repository."""
        self.students = [self._handed[name].student for name in sorted(self._handed)]
        """Everyone who is there, by id; who handed in nothing too."""
        self._names = names
        self._times = times
        self._stack = stack

    def submission(self, student: Student) -> Submission:
        """Read what one student handed in. Whatever is wrong with it is told in `unfit`."""
        handed = self._handed[student.id]
        reader = Reader(self._names)
        reader.read(handed.place)
        chosen = _chosen(reader.candidates)
        taken = {name: one for name, one in chosen.items() if isinstance(one, Candidate)}
        unfit = {name: one for name, one in chosen.items() if isinstance(one, Unfit)}
        if reader.faults:
            unfit[""] = reader.faults[0]
        return Submission(
            student,
            told_layout(taken, reader.candidates),
            {name: Answer(one.path, one.data) for name, one in taken.items()},
            unfit,
            self._submitted(handed, list(taken.values())),
        )

    def close(self) -> None:
        """Close the files that are open."""
        self._stack.close()

    def __enter__(self) -> Class:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _submitted(self, handed: Handed, taken: Sequence[Candidate]) -> datetime | None:
        """Return when it was handed in: as the instructor, the export, git or the files say."""
        student, place = handed.student, handed.place
        for name in (student.id, student.key, student.email):
            if name in self._times:
                return self._times[name]
        if handed.submitted is not None or not handed.dated:
            return handed.submitted
        clones = [one for one in (place, *folders_of(place)) if one.is_repository()]
        if clones:  # the files have the times of the checkout
            return commit_time(clones[0].disk) if isinstance(clones[0], Folder) else None
        return max((one.changed for one in taken if one.changed is not None), default=None)


def _chosen(candidates: Sequence[Candidate]) -> dict[str, Candidate | Unfit]:
    by_exercise: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_exercise.setdefault(candidate.exercise, []).append(candidate)
    return {name: choose(by_exercise[name]) for name in sorted(by_exercise)}
