"""`asynccourse dev`: what authors of exercises type."""

from __future__ import annotations

import platform
from collections import Counter
from pathlib import Path
from typing import get_args

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from asynccourse.cli import sandbox as sandboxes
from asynccourse.cli.start import NOT_PASSED, PASSED
from asynccourse.course.catalog import find_catalog
from asynccourse.course.exercise import Exercise
from asynccourse.dev.busy import busy_processes
from asynccourse.dev.rounds import Answers, Round, RoundResult, record, recorded, run_rounds
from asynccourse.dev.rules import broken_rules
from asynccourse.parts.needs import missing, told
from asynccourse.reports.printable import printable

BLOCK = 50
"""Repeats that are run at one load before the next load has its turn."""


@click.group()
def dev() -> None:
    """For authors of exercises."""


@dev.command()
@click.argument("name", metavar="NN_slug")
def new(name: str) -> int:
    """Make a new exercise: stub, text, solution, suite, and answers that prove it.

    It is whole and passes `dev check` as it is. Change it piece by piece into what it shall be.

    \b
    asynccourse dev new 41_relay
    """
    from asynccourse.cli.screen import short  # noqa: PLC0415 - only here, as the next
    from asynccourse.dev.new import make  # noqa: PLC0415

    exercise = make(name, find_catalog())
    for path in (exercise.exercises, exercise.solutions, exercise.suites):
        click.echo(f"made {short(path / name)}/")
    click.echo(f"To prove it: asynccourse dev check {exercise.number}")
    return PASSED


@dev.command()
@click.argument("names", metavar="[NN | slug]...", nargs=-1)
@click.option(
    "--repeat",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    show_default=True,
    help="Judge every answer N times at each load, each time with another seed.",
)
@click.option(
    "--load",
    "loads",
    type=click.IntRange(min=0),
    default=(0,),
    metavar="N",
    multiple=True,
    help="Keep N processes busy beside it; may be given several times. Default: 0.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    show_default=True,
    help="Judge N exercises at once.",
)
@click.option(
    "--record",
    "record_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep what is done in this file, and don't do again what is in it.",
)
@click.option(
    "--answers",
    type=click.Choice(get_args(Answers)),
    default="all",
    show_default=True,
    help="Judge all known answers, only the stub and what must pass, or only the solution.",
)
@click.option(
    "--first-refusal",
    is_flag=True,
    help="Judge an answer until a test refuses it, which gives its code, and no further.",
)
@sandboxes.option("off")
@click.option("--spawn", is_flag=True, help="Start each runner anew, as where there is no fork.")
def check(
    names: tuple[str, ...],
    repeat: int,
    loads: tuple[int, ...],
    jobs: int,
    record_file: Path | None,
    answers: Answers,
    first_refusal: bool,
    sandbox: str,
    spawn: bool,
) -> int:
    """Prove the course: its rules hold, and every known answer meets its verdict.

    The stub is refused for the reason that exercise.toml states, the solution and every answer in
    right/ pass, and each wrong/<code>__<name>.py is refused with exactly its code.

    \b
    asynccourse dev check
    asynccourse dev check 03 --repeat 20 --load 4
    asynccourse dev check --repeat 50 --load 0 --load 4 --load 8 --jobs 4 --record proof.jsonl
    """
    level = sandboxes.level(sandbox)
    catalog = find_catalog()
    exercises = [catalog.find(name) for name in names] or catalog.all()
    lacking = [(one, needs) for one in exercises if (needs := missing(one.file.needs))]
    exercises = [one for one in exercises if not missing(one.file.needs)]
    rounds = [
        Round(exercise.name, seed, load, not spawn, answers, level, first_refusal)
        for block in range(0, repeat, BLOCK)
        for load in dict.fromkeys(loads)
        for seed in range(block, min(block + BLOCK, repeat))
        # A round takes longest where workers are started, where a test has more time, and on real
        # parts, the last ones: begun first, nothing waits for it in the end.
        for exercise in sorted(exercises, key=_time_given, reverse=True)
    ]
    proof = Proof(rounds, record_file)
    for exercise, needs in lacking:
        proof.note(f"{exercise.name} is left out: {told(needs)}")
    for broken in broken_rules(catalog):
        proof.fault(broken)
    try:
        proof.run(jobs)
    finally:
        proof.show()
    return NOT_PASSED if proof.faults else PASSED


def _time_given(exercise: Exercise) -> tuple[bool, float, str]:
    return exercise.file.workers, exercise.file.limits.seconds, exercise.name


class Proof:
    """Runs rounds, batch by batch of one load, and counts what isn't as it must be."""

    def __init__(self, rounds: list[Round], record_file: Path | None) -> None:
        self.faults = 0
        self._console = Console(highlight=False, markup=False, soft_wrap=True)
        self._record = record_file
        self._rounds = rounds
        self._verdicts: Counter[tuple[str, int]] = Counter()
        self._wrong: Counter[tuple[str, int]] = Counter()
        self._done: set[Round] = set()
        for result in recorded(record_file) if record_file else []:
            if result.round in rounds:
                self._take(result)

    def note(self, sentence: str) -> None:
        """Show what is no fault."""
        self._console.print(f"- {printable(sentence)}")

    def fault(self, sentence: str) -> None:
        """Count and show a fault."""
        self.faults += 1
        self._console.print(f"✗ {printable(sentence)}")

    def run(self, jobs: int) -> None:
        """Run what isn't done yet."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                   TimeRemainingColumn())  # fmt: skip
        quiet = not self._console.is_terminal
        with Progress(*columns, console=self._console, transient=True, disable=quiet) as progress:
            bar = progress.add_task("rounds", total=len(self._rounds), completed=len(self._done))
            for batch in self._batches():
                with busy_processes(batch[0].load):
                    for result in run_rounds(batch, jobs):
                        self._take(result, new=True)
                        progress.update(bar, advance=1, description=result.round.exercise)

    def show(self) -> None:
        """Show the table: verdicts and wrong ones, by exercise and load."""
        loads = list(dict.fromkeys(one.load for one in self._rounds))
        table = Table("exercise", *(f"load {load}" for load in loads), box=None, padding=(0, 2))
        for exercise in sorted({one.exercise for one in self._rounds}):
            table.add_row(exercise, *(self._cell(exercise, load) for load in loads))
        self._console.print(table)
        self._console.print(
            f"{self._wrong.total()} wrong of {self._verdicts.total():,} verdicts, "
            f"{self.faults} faults (Python {platform.python_version()})"
        )

    def _cell(self, exercise: str, load: int) -> str:
        return f"{self._wrong[exercise, load]} of {self._verdicts[exercise, load]:,}"

    def _batches(self) -> list[list[Round]]:
        """Return what isn't done yet, in batches that can run at the same time."""
        batches: list[list[Round]] = []
        for one in self._rounds:
            if one in self._done:
                continue
            if not batches or batches[-1][0].load != one.load:
                batches.append([])
            batches[-1].append(one)
        return batches

    def _take(self, result: RoundResult, *, new: bool = False) -> None:
        where = (result.round.exercise, result.round.load)
        self._done.add(result.round)
        self._verdicts[where] += result.verdicts
        self._wrong[where] += len(result.faults)
        for fault in result.faults:
            self.fault(f"{fault} (load {result.round.load})")
        if new and self._record is not None:
            record(result, self._record)
