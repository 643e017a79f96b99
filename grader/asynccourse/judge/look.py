"""A second look at a submission that failed: where its carets go, and what is often the cause."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import msgspec

from asynccourse.judge.jobs import Job
from asynccourse.judge.link import Link
from asynccourse.judge.process import Output
from asynccourse.judge.state import State
from asynccourse.verdicts.causes import CAUSES
from asynccourse.verdicts.refusal import GraderFault
from asynccourse.verdicts.result import Cause, TestResult
from asynccourse.wall.framing import WallError
from asynccourse.wall.messages import Finding, Look, Looked, Place

PATIENCE = 5.0
"""Seconds that reading a text may take; nothing but an explanation depends on it."""

KINDS = list(CAUSES)
"""The kinds of findings, the more telling first."""

MOST = 2
"""Most causes that are told of one test."""


def look(job: Job, state: State) -> Looked:
    """Have a runner of its own read the submission; empty where that fails."""
    try:
        return asyncio.run(_look(job, state))
    except GraderFault:
        return Looked([], [])


async def _look(job: Job, state: State) -> Looked:
    process = await state.runner(Output(0), [])
    link = Link(process.reader, process.writer)
    try:
        link.send(Look(job.source.data, list(job.exercise.file.functions)))
        answer = await asyncio.wait_for(link.receive(), PATIENCE)
    except (TimeoutError, asyncio.IncompleteReadError, OSError, WallError):
        return Looked([], [])
    finally:
        await process.close()
    return answer if isinstance(answer, Looked) else Looked([], [])


def explained(test: TestResult, looked: Looked) -> TestResult:
    """Return a failed test's result with its caret and its likely causes, one a line."""
    relevant = [one for one in looked.findings if test.code in CAUSES[one.kind].codes]
    relevant.sort(key=lambda one: (abs(one.place.line - (test.line or 0)), KINDS.index(one.kind)))
    causes: dict[int, Cause] = {}
    for one in relevant:
        causes.setdefault(one.place.line, Cause(one.place.line, CAUSES[one.kind].text))
    return msgspec.structs.replace(
        test,
        columns=_columns(test.line, relevant, looked.places),
        causes=list(causes.values())[:MOST],
    )


def _columns(
    line: int | None, relevant: Iterable[Finding], places: Iterable[Place]
) -> tuple[int, int] | None:
    """Return what the caret points at: a relevant finding on that line, else its expression."""
    for place in (*(finding.place for finding in relevant), *places):
        if place.line == line and 0 <= place.start < place.end:
            return place.start, place.end
    return None
