"""What `check` shows: each exercise, and of every refusal all that helps to mend it."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from pathlib import Path
from types import TracebackType

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from asynccourse.cli.timeline import draw
from asynccourse.judge.jobs import Job
from asynccourse.reports.printable import printable
from asynccourse.reports.quote import quote
from asynccourse.reports.refusals import MARKS, PICTURED, TRACE_LINES, WORDS, Told, telling
from asynccourse.verdicts.result import Cause, ExerciseResult, TestResult, TraceLine
from asynccourse.wall.limits import cut

WIDTH = 80
"""Columns where the output isn't a terminal."""

WIDEST = 100
"""Columns beyond which lines get hard to read, however wide the terminal."""

OUTPUT_LINES = 12
"""Most lines of the submission's own output that are shown of one test."""

TOOK = len("100 ms")
"""Columns kept for how long a test took, so that the lines don't break elsewhere every time."""

_COLOURS = {"passed": "green", "failed": "red", "inconclusive": "yellow"}


class Screen:
    """Shows results on the terminal; plain text where there is none, or with NO_COLOR."""

    def __init__(
        self,
        jobs: list[Job],
        *,
        timelines: bool,
        shortened: bool,
        console: Console | None = None,
        then: str = "",
    ) -> None:
        """`then` says what to do once the file is mended; by default, what to type."""
        self._console = console or Console(highlight=False, markup=False, emoji=False)
        self._then = then
        terminal = self._console.is_terminal
        self._width = min(self._console.width, WIDEST) if terminal else WIDTH
        self._jobs = jobs
        self._timelines = timelines
        self._shortened = shortened
        self._judged = 0
        animated = terminal and console is None
        self._status = self._console.status("judging …") if animated else None

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

    def progress(self, job: Job, test: TestResult) -> None:
        """Say where the judge is."""
        if self._status is not None:
            self._status.update(Text(f"judging {job.exercise.name}: {test.claim}"))

    def judged(self, job: Job) -> None:
        """Say how many are judged, where many are judged at once."""
        self._judged += 1
        if self._status is not None:
            told = f"judged {self._judged} of {len(self._jobs)}, {job.exercise.name} just now"
            self._status.update(Text(told))

    def show(self, results: list[ExerciseResult]) -> None:
        """Show every exercise that was judged, and their sum where there are several."""
        if self._status is not None:
            self._status.stop()
        for job, result in zip(self._jobs, results, strict=False):
            self._exercise(job, result)
        if len(results) > 1:
            self._sum(results)

    def _exercise(self, job: Job, result: ExerciseResult) -> None:
        if result.missing:
            self._left_out(job, result)
            return
        colour = _COLOURS[result.status]
        left = Text(f"{result.exercise}  {job.exercise.file.title}", style="bold")
        points = f"{WORDS[result.status]}, {result.points} of {result.max_points} points"
        self._sides(left, Text(points, style=f"bold {colour}"))
        if result.status == "passed" and self._shortened and not self._timelines:
            return
        told = Told()
        for test in result.tests:
            self._test(job, test, told)
        if not self._timelines and PICTURED & {test.code for test in result.tests}:
            self._picture(result.tests)
        if result.status != "passed":
            self._next(job, result)
        self._console.print()

    def _left_out(self, job: Job, result: ExerciseResult) -> None:
        """Say in one line what is missing and how to get it."""
        left = Text(f"{result.exercise}  {job.exercise.file.title}", style="bold")
        self._sides(left, Text("left out", style="bold yellow"))
        self._block(Text(result.message), 2, hanging=2)
        self._console.print()

    def _next(self, job: Job, result: ExerciseResult) -> None:
        """Say which file to mend and what to type then, on one line that can be copied."""
        command = self._then or f"asynccourse check {job.exercise.number}"
        if job.file != job.exercise.stub:
            command += f" --file {shlex.quote(short(job.file))}"
        # Without a verdict there may be nothing to mend in the answer.
        first = f"Mend {short(job.file)}, then" if result.status == "failed" else "To try again"
        told = Text.assemble("  ", first, ": ", (command, "bold"))
        self._console.print()
        self._console.print(told, soft_wrap=True)

    def _test(self, job: Job, test: TestResult, told: Told) -> None:
        mark = (f"  {MARKS[test.status]} ", _COLOURS[test.status])
        claim = Text.assemble(mark, printable(test.claim))
        again = told.again(test)
        took = f"{test.seconds * 1000:.0f} ms" if test.seconds < 1 else f"{test.seconds:.1f} s"
        if again:
            took = "as above" if test.attempts else "not run"
        self._sides(claim, Text(took, style="dim"))
        if test.status != "passed" and not again:
            self._refusal(job, test, told)
        if self._timelines and test.timeline is not None and test.timeline.spans:
            self._console.print()
            self._block(draw(test.timeline, self._width - 4), 4)
            self._console.print()

    def _refusal(self, job: Job, test: TestResult, told: Told) -> None:
        style = "bold red" if test.status == "failed" else "bold yellow"
        name = test.code or WORDS[test.status]
        self._block(Text.assemble((name, style), f": {printable(test.message)}"), 4)
        if test.line:
            self._quote(job, test)
        if len(test.trace) > 1:
            self._trace(job, test.trace)
        for cause in told.causes(test):
            self._cause(cause)
        for word, text in told.help(test):
            self._block(Text.assemble((f"{word}  ", "cyan"), printable(text)), 4, hanging=5)
        if output := told.output(test):
            self._printed(output)
        told.note(test)
        self._console.print()

    def _quote(self, job: Job, test: TestResult) -> None:
        """Show the learner's own line, with a caret under what is meant."""
        code, start, end = quote(job.source, test, self._width - 8)
        caret = " " * cell_len(code[:start]) + "^" * cell_len(code[start:end])
        self._block(Text(f"{short(job.file)}:{test.line}", style="dim"), 4)
        self._block(Text(code, style="bold"), 6)
        self._block(Text(caret, "red"), 6)

    def _trace(self, job: Job, trace: list[TraceLine]) -> None:
        """Show the way of an exception through the learner's own functions, and no others."""
        self._block(Text("it came this way", style="dim"), 4)
        for place in trace[-TRACE_LINES:]:
            where = f"line {place.line}, in {printable(place.function)}:  "
            code = printable(job.source.quote(place.line))
            self._block(Text.assemble((where, "dim"), cut(code, self._width)), 6, hanging=2)

    def _cause(self, cause: Cause) -> None:
        told = Text.assemble(("line ", "yellow"), (str(cause.line), "yellow"), f": {cause.text}")
        self._block(Text.assemble(("maybe ", "cyan"), told), 4, hanging=6)

    def _printed(self, output: str) -> None:
        lines = printable(output[:20_000]).rstrip("\n").split("\n")
        self._block(Text("it printed", style="dim"), 4)
        for line in lines[:OUTPUT_LINES]:
            self._block(Text.assemble(("│ ", "dim"), cut(line, self._width - 8)), 6)
        if len(lines) > OUTPUT_LINES:
            self._block(Text(f"│ … {len(lines) - OUTPUT_LINES} lines more", style="dim"), 6)

    def _picture(self, tests: list[TestResult]) -> None:
        test = telling(tests)
        if test is not None and test.timeline is not None:
            self._block(
                Text(f"what ran when, in “{printable(test.claim)}”", style="dim"), 2, gap=True
            )
            self._block(draw(test.timeline, self._width - 4), 4)

    def _sum(self, results: list[ExerciseResult]) -> None:
        counts = Counter("left out" if one.missing else one.status for one in results)
        said = (*WORDS.items(), ("left out", "left out"))
        words = [f"{counts[status]} {word}" for status, word in said if counts[status]]
        points = sum(result.points for result in results)
        most = sum(result.max_points for result in results)
        text = Text(f"{', '.join(words)}; {points} of {most} points", style="bold")
        self._block(text, 0)

    def _sides(self, left: Text, right: Text) -> None:
        """Print one text at the left edge, wrapped, and one at the right edge of its first line."""
        width = self._width - max(len(right), TOOK) - 2
        for number, line in enumerate(left.wrap(self._console, width)):
            line.rstrip()
            if number:
                self._console.print(Text("    ") + line, soft_wrap=True)
            else:
                gap = " " * (self._width - line.cell_len - right.cell_len)
                self._console.print(Text.assemble(line, gap, right), soft_wrap=True)

    def _block(self, text: Text, indent: int, *, hanging: int = 0, gap: bool = False) -> None:
        """Print a text indented, its further lines by `hanging` columns more; links stay whole."""
        if gap:
            self._console.print()
        width = self._width - indent - hanging
        for number, line in enumerate(_wrapped(text, self._console, width, hanging)):
            line.rstrip()
            space = indent + (hanging if number else 0)
            self._console.print(Text(" " * space) + line, soft_wrap=True)


def short(path: Path) -> str:
    """Return a path as one would type it: relative where it is below the current folder."""
    relative = os.path.relpath(path)
    return printable(str(path) if relative.startswith("..") else relative)


def _wrapped(text: Text, console: Console, width: int, hanging: int) -> list[Text]:
    if "https://" in text.plain:
        return [text]
    lines: list[Text] = []
    for line in text.split("\n"):
        first = line.wrap(console, width + hanging)
        if len(first) <= 1 or not hanging:
            lines += first or [line]
            continue
        rest = line[len(first[0]) :]
        rest.plain = rest.plain.lstrip()
        lines += [first[0], *rest.wrap(console, width)]
    return lines
