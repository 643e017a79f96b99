"""What is said between a desk and its warm judge: a line of JSON each way, and back."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from asynccourse.verdicts.result import ExerciseResult, TestResult


class Errand(msgspec.Struct, frozen=True):
    """Judge the learner's file of this exercise; or only get ready to, where `warm`."""

    exercise: str
    warm: bool = False


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The judge waits for an errand."""


class Tested(msgspec.Struct, frozen=True, tag=True):
    """A test has ended."""

    test: TestResult


class Judged(msgspec.Struct, frozen=True, tag=True):
    """The verdict, and the digest of the bytes that it is on."""

    result: ExerciseResult
    digest: str


class NotJudged(msgspec.Struct, frozen=True, tag=True):
    """There is no verdict. One sentence; an empty one where the judge was stopped."""

    reason: str


Answer: TypeAlias = Ready | Tested | Judged | NotJudged

answers: msgspec.json.Decoder[Answer] = msgspec.json.Decoder(Answer)
errands = msgspec.json.Decoder(Errand)
