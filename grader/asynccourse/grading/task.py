"""One job as plain data, and what comes of it: all that crosses to whoever judges, and back.

A task names no file of the machine that grades but a folder of private suites, whose content it
tells by a digest: it can be judged wherever this version of asynccourse is installed.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from asynccourse.sandbox.level import Level
from asynccourse.verdicts.result import ExerciseResult


class Task(msgspec.Struct, frozen=True):
    """One answer to one exercise, and how it is to be judged."""

    exercise: str
    data: bytes
    """The answer."""
    seed: int
    sandbox: Level
    points: int
    """What the suite gives at most."""
    judge: str
    """Digest of the package and the Python that this verdict is to come from."""
    suite: str
    """Digest of the suite."""
    suites: str = ""
    """The folder of private suites, which must be where it is judged; empty for the course's."""


class Judged(msgspec.Struct, frozen=True, tag=True):
    """A verdict: an encoded `ExerciseResult`, kept as it came."""

    result: bytes


class NotJudged(msgspec.Struct, frozen=True, tag=True):
    """No verdict, by the grader's own fault. One sentence."""

    reason: str


Answer: TypeAlias = Judged | NotJudged


DEATHS = 2
"""The death of so many processes over one answer is the answer's own doing."""

FATAL = "the process that judged it died over it"
"""How the verdict on such an answer begins."""


class Outcome(msgspec.Struct, frozen=True):
    """What came of a task, and how the processes died that were lost over it."""

    answer: Answer
    deaths: list[str] = []

    @property
    def fatal(self) -> bool:
        """Whether nothing speaks against the answer but that those who judged it died."""
        return len(self.deaths) >= DEATHS


encode = msgspec.msgpack.Encoder().encode
tasks: msgspec.msgpack.Decoder[Task] = msgspec.msgpack.Decoder(Task)
answers: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
outcomes: msgspec.msgpack.Decoder[Outcome] = msgspec.msgpack.Decoder(Outcome)
results: msgspec.json.Decoder[ExerciseResult] = msgspec.json.Decoder(ExerciseResult)


def judged(result: ExerciseResult) -> Judged:
    """Return a verdict, encoded."""
    return Judged(msgspec.json.encode(result))


def crashed(task: Task, deaths: list[str]) -> Judged:
    """Return the verdict on an answer over which the process that judged it died again."""
    told = f"{FATAL} {len(deaths)} times: {', then '.join(deaths)}"
    whole = undecided(task.exercise, told, task.points, task.seed)
    return judged(msgspec.structs.replace(whole, status="failed", code="crashed"))


def undecided(exercise: str, reason: str, points: int, seed: int) -> ExerciseResult:
    """Return the result of an answer that the grader itself failed to judge."""
    return ExerciseResult(
        exercise=exercise,
        status="inconclusive",
        code=None,
        message=reason,
        line=None,
        points=0,
        max_points=points,
        seconds=0.0,
        tests=[],
        seed=seed,
    )
