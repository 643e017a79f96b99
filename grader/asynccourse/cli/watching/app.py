"""The loop of `watch`: saves and keys come in, the judge is asked, the screen is drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rich.text import Text

from asynccourse.cli.run import run_in_foreground
from asynccourse.cli.screen import short
from asynccourse.cli.watching import views
from asynccourse.cli.watching.pane import Pane
from asynccourse.cli.watching.terminal import Terminal
from asynccourse.course.exercise import CourseError, Exercise
from asynccourse.desk.backups import reset
from asynccourse.desk.desk import Desk
from asynccourse.desk.errands import Judged
from asynccourse.desk.hints import take_hint
from asynccourse.desk.latest import Latest, cancelled
from asynccourse.desk.saves import saved_of, saves
from asynccourse.desk.warm import WarmJudge
from asynccourse.verdicts.result import ExerciseResult, TestResult

BAR = 20
"""Columns of the bar that shows how much of the course is done."""


class App:
    """Watches one exercise at a time; saving another one's file goes over to that."""

    def __init__(self, desk: Desk, exercise: Exercise, judge: WarmJudge) -> None:
        self._desk = desk
        self._exercise = exercise
        self._judge = judge
        self._result: ExerciseResult | None = None
        self._timelines = False
        self._status = ""
        """What is said beside the title: that it is being judged."""
        self._view: views.Body | None = None
        """What is shown instead of the verdict."""
        self._asked = False
        """Whether the next key is the answer to whether to reset."""
        self._pane = Pane()
        self._judging = Latest()
        self._over = asyncio.Event()
        self._terminal = Terminal(self._key, self.draw, self._over.set)
        self._keys: dict[str, Callable[[], None]] = {
            "n": self._next,
            "h": self._hint,
            "e": lambda: self._show(views.text(self._exercise)),
            "l": self._list,
            "t": self._timeline,
            "r": self._run,
            "s": self._solution,
            "x": self._ask_to_reset,
            "q": self._over.set,
            "escape": lambda: self._show(None),
            "enter": lambda: self._show(None),
        }

    async def run(self) -> None:
        """Watch until q or Ctrl-C."""
        with self._terminal:
            self.draw()
            watching = asyncio.create_task(self._watch())
            self._go_to(self._exercise)
            try:
                done, _ = await asyncio.wait(
                    [watching, asyncio.create_task(self._over.wait())],
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if watching in done:
                    watching.result()
            finally:
                await cancelled(watching)
                await self._judging.end()

    # ------------------------------------------------------------------------------- judging

    async def _watch(self) -> None:
        async for paths in saves(self._exercise.exercises):
            saved = saved_of(self._desk.catalog.all(), paths)
            if self._exercise in saved:
                self._start_to_judge(shown=True)
            elif saved:
                self._go_to(saved[0])

    def _go_to(self, exercise: Exercise) -> None:
        """Work on an exercise. Whoever is new to it gets its text first, and not a refusal."""
        self._exercise = exercise
        self._result = None
        self._desk.choose(exercise)
        known = bool(self._desk.file.read().of(exercise.name).tries)
        self._show(None if known else views.text(exercise))
        self._start_to_judge(shown=known)

    def _start_to_judge(self, *, shown: bool) -> None:
        self._judging.start(lambda: self._judge_now(shown=shown))

    async def _judge_now(self, *, shown: bool) -> None:
        self._say("judging …")
        answer = await self._judge.judge(self._exercise.name, self._tested)
        self._status = ""
        if isinstance(answer, Judged):
            self._result = answer.result
            self._note(answer)
            if shown:
                self._show(None)
            else:
                self._say("enter: the verdict on it so far")
        elif answer.reason:
            self._show(views.sentence(f"no verdict: {answer.reason}"))

    def _note(self, answer: Judged) -> None:
        try:
            self._desk.note([(answer.result, answer.digest)])
        except CourseError as error:
            self._status = str(error)

    def _tested(self, test: TestResult) -> None:
        self._say(f"judging … {test.claim}")

    # ----------------------------------------------------------------------------------- keys

    def _key(self, key: str) -> None:
        if self._asked:
            self._answer(key)
        elif key in self._keys:
            try:
                self._keys[key]()
            except CourseError as error:
                self._show(views.sentence(str(error)))
        else:
            self._pane.scroll(key)
            self.draw()

    def _next(self) -> None:
        found = self._desk.first_open(self._desk.file.read(), self._exercise.name)
        if found is None:
            self._show(views.sentence("All exercises are solved."))
        else:
            self._go_to(found)

    def _hint(self) -> None:
        given = take_hint(self._desk, self._exercise)
        self._show(views.hints(self._exercise, given))

    def _list(self) -> None:
        self._show(views.the_list(self._desk, self._desk.file.read()))

    def _timeline(self) -> None:
        self._timelines = not self._timelines
        self._show(None)

    def _solution(self) -> None:
        if self._desk.file.read().of(self._exercise.name).passed:
            self._show(views.solution(self._exercise))
        else:
            told = (
                f"It isn't solved yet. All the same: asynccourse solution {self._exercise.number}"
            )
            self._show(views.sentence(f"{told} --anyway"))

    def _ask_to_reset(self) -> None:
        self._asked = True
        self._show(views.sentence(f"Start {self._exercise.name} anew? Your file is kept. y or n"))

    def _answer(self, key: str) -> None:
        self._asked = False
        if key != "y":
            self._show(None)
            return
        try:
            kept = reset(self._desk, self._exercise)
        except CourseError as error:
            self._show(views.sentence(str(error)))
            return
        told = f"What you had is in {short(kept)}" if kept else "It was as it came already."
        self._show(views.sentence(told))

    def _run(self) -> None:
        with self._terminal.given_back():
            status = run_in_foreground(self._exercise)
            input(f"\nIt ended with status {status}. Enter goes back: ")
        self.draw()

    # --------------------------------------------------------------------------------- screen

    def _say(self, status: str) -> None:
        self._status = status
        self.draw()

    def _show(self, view: views.Body | None) -> None:
        self._view = view
        self._pane.to_top()
        self.draw()

    def draw(self) -> None:
        """Draw the screen as it now is."""
        self._terminal.draw(
            self._pane.lines(self._title(), self._body(), views.keys(), self._terminal.size)
        )

    def _title(self) -> Text:
        every = self._desk.catalog.all()
        progress = self._desk.file.read()
        solved = sum(bool(progress.of(one.name).passed) for one in every)
        done = round(BAR * solved / len(every))
        return Text.assemble(
            (self._exercise.name, "bold"),
            f"  {solved} of {len(every)} solved ",
            ("━" * done, "green"),
            ("━" * (BAR - done), "dim"),
            (f"  {self._status}", "yellow"),
            overflow="ellipsis",
            no_wrap=True,
        )

    def _body(self) -> views.Body:
        if self._view is not None:
            return self._view
        if self._result is None:
            return views.unseen(self._exercise)
        return views.verdict(self._exercise, self._result, timelines=self._timelines)
