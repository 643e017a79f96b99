"""What the screen of `watch` can show: the verdict, a list, hints, the solution, the keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markdown import Markdown
from rich.text import Text

from asynccourse.cli.hint import hints as hint_table
from asynccourse.cli.list import show_list
from asynccourse.cli.screen import Screen, short
from asynccourse.cli.sides import side_by_side
from asynccourse.course.exercise import Exercise
from asynccourse.desk.desk import Desk
from asynccourse.desk.progress import Progress
from asynccourse.judge.jobs import Job
from asynccourse.judge.source import Source, Unreadable, read_source
from asynccourse.verdicts.result import ExerciseResult

Body = Callable[[Console], None]

KEYS = [
    ("n", "next", "go on to the next exercise that isn't solved"),
    ("h", "hint", "a hint; one more each time"),
    ("e", "text", "the exercise's text"),
    ("l", "list", "all exercises"),
    ("t", "timeline", "what ran when, in every test"),
    ("r", "run", "run your file by itself"),
    ("s", "solution", "the reference solution beside yours, once you have passed"),
    ("x", "reset", "start anew; your file is kept"),
    ("q", "quit", ""),
]


def verdict(exercise: Exercise, result: ExerciseResult, *, timelines: bool) -> Body:
    """Show a verdict as `check` does."""

    def body(console: Console) -> None:
        job = Job(0, exercise, _source(exercise.stub))
        screen = Screen(
            [job], timelines=timelines, shortened=False, console=console, then="save it"
        )
        screen.show([result])
        if result.status == "passed":
            console.print(
                Text(
                    "  Solved. Type n for the next one, s to see the reference solution.",
                    "bold green",
                )
            )

    return body


def unseen(exercise: Exercise) -> Body:
    """Show what there is to do before the first verdict."""

    def body(console: Console) -> None:
        console.print(f"  read  {short(exercise.readme)}   (or type e)")
        console.print(f"  edit  {short(exercise.stub)}")
        console.print("\n  It is judged whenever you save.")

    return body


def text(exercise: Exercise) -> Body:
    """Show the exercise's README."""
    return lambda console: console.print(Markdown(exercise.readme.read_text("utf-8")))


def the_list(desk: Desk, progress: Progress) -> Body:
    """Show all exercises."""
    return lambda console: show_list(console, desk, desk.catalog.all(), progress)


def hints(exercise: Exercise, given: list[str]) -> Body:
    """Show the hints that were given."""

    def body(console: Console) -> None:
        every = len(exercise.file.hints)
        console.print(hint_table(given, every))
        if len(given) < every:
            console.print(Text("\nh: one more", "dim"))

    return body


def solution(exercise: Exercise) -> Body:
    """Show the reference solution beside the learner's file."""
    own = _source(exercise.stub).data.decode("utf-8", "replace")
    reference = exercise.solution.read_text("utf-8")
    return lambda console: console.print(side_by_side(own, reference, console.width))


def sentence(text: str) -> Body:
    """Show one sentence."""
    return lambda console: console.print(f"  {text}")


def keys() -> Text:
    """Return the line that names the keys."""
    return Text("  ").join(Text.assemble((key, "bold cyan"), f" {word}") for key, word, _ in KEYS)


def _source(path: Path) -> Source:
    try:
        return read_source(path)
    except Unreadable:
        return Source(path, b"")
