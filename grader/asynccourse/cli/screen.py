"""What `check` shows: each exercise as it is judged, and of a refusal all that helps to mend it."""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.padding import Padding
from rich.status import Status
from rich.text import Text

from asynccourse.cli.printable import printable
from asynccourse.cli.timeline import draw
from asynccourse.judge.jobs import Job
from asynccourse.verdicts.codes import CODES
from asynccourse.verdicts.result import ExerciseResult, TestResult

WIDTH = 80
"""Columns that everything fits in, where the terminal has no fewer."""

OUTPUT_LINES = 12
"""Most lines of the submission's own output that are shown of one test."""

PICTURED = {"sequential", "blocked_loop", "unbounded", "hang"}
"""Codes whose timeline is shown unasked: the picture says more than the sentence."""

_MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "inconclusive": ("?", "yellow")}
_WORDS = {"passed": "passed", "failed": "not passed", "inconclusive": "no verdict"}


class Screen:
    """Shows results on the terminal as they come; plain text where it isn't one."""

    def __init__(self, jobs: list[Job], *, timelines: bool, shortened: bool) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._console.width = min(self._console.width, 100) if self._console.is_terminal else WIDTH
        self._jobs = {job.number: job for job in jobs}
        self._timelines = timelines
        self._shortened = shortened
        self._tests: dict[int, list[TestResult]] = {}
        self._status = self._console.status("judging …") if self._console.is_terminal else None

    def __enter__(self) -> Screen:
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()
        del kind, error, traceback

    def show_test(self, job: Job, test: TestResult) -> None:
        """Take in a test's result, and say where the judge is."""
        self._tests.setdefault(job.number, []).append(test)
        if isinstance(self._status, Status):
            self._status.update(f"judging {job.exercise.name}: {test.claim}")

    def show_end(self, results: list[ExerciseResult]) -> None:
        """Show every exercise, and what to type next."""
        if self._status is not None:
            self._status.stop()
        for job, result in zip(self._jobs.values(), results, strict=False):
            self._show_exercise(job, result)
        if len(results) > 1:
            self._show_sum(results)

    def _show_exercise(self, job: Job, result: ExerciseResult) -> None:
        self._console.print(self._heading(job, result))
        if result.status == "passed" and self._shortened and not self._timelines:
            return
        explained: set[str] = set()
        for test in result.tests:
            self._show_test(job, test, explained)
        if result.status != "passed":
            self._console.print(self._next(job))
        self._console.print()

    def _heading(self, job: Job, result: ExerciseResult) -> Text:
        _, colour = _MARKS[result.status]
        left = f"{result.exercise}  {job.exercise.file.title}"
        right = f"{_WORDS[result.status]}  {result.points}/{result.max_points}"
        gap = max(2, self._console.width - len(left) - len(right))
        heading = Text(left, style="bold")
        heading.append(" " * gap + right, style=f"bold {colour}")
        return heading

    def _show_test(self, job: Job, test: TestResult, explained: set[str]) -> None:
        mark, colour = _MARKS[test.status]
        seconds = f"{test.seconds * 1000:.0f} ms" if test.seconds < 1 else f"{test.seconds:.1f} s"
        line = Text.assemble((f"  {mark} ", colour), printable(test.claim), (f"  {seconds}", "dim"))
        self._console.print(line)
        if test.status != "passed":
            self._show_refusal(job, test, explained)
        shown = test.code in PICTURED and test.code not in explained
        if test.timeline is not None and test.timeline.spans and (self._timelines or shown):
            self._indented(draw(test.timeline, self._console.width - 8))
        if test.code:
            explained.add(test.code)

    def _show_refusal(self, job: Job, test: TestResult, explained: set[str]) -> None:
        code = Text.assemble((test.code or "no verdict", "bold red" if test.code else "bold yellow"))
        self._indented(code.append(f": {printable(test.message)}", style="not bold default"))
        if test.line:
            self._indented(self._quote(job, test.line))
        if test.output and test.code not in explained:
            self._indented(_printed(test.output))
        if test.code and test.code not in explained:
            told = CODES[test.code]
            self._indented(Text.assemble(("why  ", "dim"), told.why), hanging=5)
            self._indented(Text.assemble(("try  ", "cyan"), told.cure), hanging=5)
            self._indented(Text.assemble(("see  ", "dim"), (told.link, "dim")), hanging=5)

    def _quote(self, job: Job, line: int) -> Text:
        code = printable(job.source.quote(line))
        where = f"{short(job.file)}:{line}"
        quoted = Text.assemble((where, "bold"), "\n", ("  │ ", "dim"), code, "\n", ("  │ ", "dim"))
        return quoted.append("^" * min(len(code), self._console.width - 12), style="red")

    def _indented(self, text: Text, hanging: int = 0) -> None:
        if hanging:
            width = self._console.width - 6 - hanging
            head, rest = text[:hanging], text[hanging:]
            lines = rest.wrap(self._console, width)
            text = Text("\n" + " " * hanging).join(lines)
            text = head + text
        self._console.print(Padding(text, (0, 0, 0, 6)))

    def _next(self, job: Job) -> Text:
        command = f"asynccourse check {job.exercise.number}"
        return Text.assemble(("  Mend ", "dim"), short(job.file), (", then: ", "dim"), (command, "bold"))

    def _show_sum(self, results: list[ExerciseResult]) -> None:
        counts = {
            status: len(list(group))
            for status, group in groupby(sorted(result.status for result in results))
        }
        told = [f"{counts[status]} {word}" for status, word in _WORDS.items() if status in counts]
        points = sum(result.points for result in results)
        most = sum(result.max_points for result in results)
        self._console.print(Text(f"{', '.join(told)}; {points} of {most} points", style="bold"))


def short(path: Path) -> str:
    """Return a path as its reader would type it: relative to the current folder where it is in it."""
    relative = os.path.relpath(path)
    return printable(str(path) if relative.startswith("..") else relative)


def _printed(output: str) -> Text:
    lines = printable(output[:20_000]).rstrip("\n").split("\n")
    shown = Text("it printed\n", style="dim")
    for line in lines[:OUTPUT_LINES]:
        shown.append("  │ ", style="dim").append(line[:200] + "\n", style="not dim")
    if len(lines) > OUTPUT_LINES:
        shown.append(f"  │ … {len(lines) - OUTPUT_LINES} lines more\n", style="dim")
    shown.rstrip()
    return shown
