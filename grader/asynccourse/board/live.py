"""Judges what is saved, and tells the open pages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from asynccourse.board.verdict import sentence
from asynccourse.course.exercise import CourseError, Exercise
from asynccourse.desk.desk import Desk
from asynccourse.desk.errands import Judged
from asynccourse.desk.latest import Latest
from asynccourse.desk.saves import saved_of, saves
from asynccourse.desk.verdicts import load, written
from asynccourse.desk.warm import WarmJudge
from asynccourse.verdicts.result import ExerciseResult, TestResult

BEHIND = 200
"""News that a page may leave unread before it counts as gone."""


class News(msgspec.Struct, frozen=True):
    """What pages are told: that a run began, came to a test, ended with a verdict or without."""

    kind: str
    exercise: str
    said: str = ""
    good: bool = False
    """Whether it passed."""


class Live:
    """The judge's work while the board is open, and who listens to it."""

    def __init__(self, desk: Desk, judge: WarmJudge) -> None:
        self._desk = desk
        self._judge = judge
        self._exercises = desk.catalog.all()
        self._pages: set[asyncio.Queue[News | None]] = set()
        self._unsaved: dict[str, ExerciseResult] = {}
        """Verdicts that the desk doesn't keep: those that are none."""
        self._judging = Latest()
        self._now: News | None = None
        self.latest = ""
        """The exercise that was judged last."""

    async def run(self) -> None:
        """Judge whatever is saved, until this is cancelled."""
        current = self._desk.current(self._desk.file.read()) or self._exercises[0]
        self._judging.start(lambda: self._judge.warm(current.name))
        try:
            async for paths in saves(current.exercises):
                saved = saved_of(self._exercises, paths)
                if saved:
                    self.judge(next((one for one in saved if one.name == self.latest), saved[0]))
        finally:
            await self._judging.end()
            self.close()

    def judge(self, exercise: Exercise) -> None:
        """Start to judge an exercise; what is being judged is of no interest any more."""
        self._judging.start(lambda: self._judge_now(exercise))

    def result(self, exercise: Exercise) -> ExerciseResult | None:
        """Return the last verdict on an exercise."""
        return self._unsaved.get(exercise.name) or load(self._desk.home, exercise.name)

    def is_stale(self, exercise: Exercise) -> bool:
        """Return whether an exercise's file is newer than the verdict that is kept on it."""
        if exercise.name in self._unsaved:
            return False
        try:
            return exercise.stub.stat().st_mtime > written(self._desk.home, exercise.name)
        except OSError:
            return False

    # -------------------------------------------------------------------------------- judging

    async def _judge_now(self, exercise: Exercise) -> None:
        self._tell(News("judging", exercise.name))
        try:
            self._tell(await self._judged(exercise))
        except CourseError as error:
            self._tell(News("trouble", exercise.name, str(error)))
        except Exception as error:
            told = f"no verdict: the grader itself failed ({type(error).__name__}: {error})"
            self._tell(News("trouble", exercise.name, told))

    async def _judged(self, exercise: Exercise) -> News:
        def tested(test: TestResult) -> None:
            self._tell(News("tested", exercise.name, test.claim))

        answer = await self._judge.judge(exercise.name, tested)
        if not isinstance(answer, Judged):
            return News("trouble", exercise.name, f"no verdict: {answer.reason}")
        self.latest = exercise.name
        self._unsaved.pop(exercise.name, None)
        if answer.result.status == "inconclusive":
            self._unsaved[exercise.name] = answer.result
        self._desk.note([(answer.result, answer.digest)])
        return News(
            "verdict", exercise.name, sentence(answer.result), answer.result.status == "passed"
        )

    # ---------------------------------------------------------------------------------- pages

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[News | None]]:
        """Give a page its news, for the time of a block; None is the last of them."""
        page: asyncio.Queue[News | None] = asyncio.Queue()
        self._pages.add(page)
        if self._now is not None:
            page.put_nowait(self._now)
        try:
            yield page
        finally:
            self._pages.discard(page)

    def close(self) -> None:
        """Tell all pages that there will be no more news."""
        for page in self._pages:
            page.put_nowait(None)

    def changed(self, exercise: Exercise) -> None:
        """Tell all pages that something else than a verdict has changed."""
        self._tell(News("changed", exercise.name))

    def _tell(self, news: News) -> None:
        running = news.kind in ("judging", "tested")
        self._now = news if running else (self._now if news.kind == "changed" else None)
        for page in list(self._pages):
            page.put_nowait(news)
            if page.qsize() > BEHIND:
                page.put_nowait(None)
                self._pages.discard(page)
