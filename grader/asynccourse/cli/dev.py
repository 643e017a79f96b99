"""`asynccourse dev`: what authors of exercises type."""

from __future__ import annotations

from collections import Counter

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from asynccourse.cli.printable import printable
from asynccourse.cli.start import NOT_PASSED, PASSED
from asynccourse.course.catalog import find_catalog
from asynccourse.dev.busy import busy_processes
from asynccourse.dev.proof import Case, broken_counts, cases, wrong_verdict
from asynccourse.dev.rules import TESTS, broken_rules
from asynccourse.judge.jobs import Job, Options
from asynccourse.judge.run import judge
from asynccourse.verdicts.result import TestResult


@click.group()
def dev() -> None:
    """For authors of exercises."""


@dev.command()
@click.argument("names", metavar="[NN | slug]...", nargs=-1)
@click.option(
    "--repeat",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    show_default=True,
    help="Judge every answer N times, each time with another seed.",
)
@click.option(
    "--load",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    show_default=True,
    help="Keep N processes busy beside it.",
)
@click.option("--spawn", is_flag=True, help="Start each runner anew, as where there is no fork.")
def check(names: tuple[str, ...], repeat: int, load: int, spawn: bool) -> int:
    """Prove the course: its rules hold, and every known answer meets its verdict.

    The stub is refused for the reason that exercise.toml states, the solution and every answer in
    right/ pass, and each wrong/<code>__<name>.py is refused with exactly its code.

    \b
    asynccourse dev check
    asynccourse dev check 03 --repeat 20 --load 4
    """
    catalog = find_catalog()
    exercises = [catalog.find(name) for name in names] or catalog.all()
    found = cases(exercises)
    console = Console(highlight=False, markup=False, soft_wrap=True)
    proof = Proof(found, repeat, console, fork=not spawn)
    for broken in broken_rules(catalog):
        proof.fault(broken)
    with busy_processes(load):
        proof.run()
    console.print(
        f"{proof.verdicts} verdicts on {len(found)} answers to {len(exercises)} exercises,"
        f" {proof.faults} faults (repeat {repeat}, load {load})"
    )
    return NOT_PASSED if proof.faults else PASSED


class Proof:
    """Judges the known answers again and again, and counts what isn't as it must be."""

    def __init__(self, found: list[Case], repeat: int, console: Console, *, fork: bool) -> None:
        self.verdicts = 0
        self.faults = 0
        self._cases = found
        self._repeat = repeat
        self._console = console
        self._fork = fork

    def fault(self, sentence: str) -> None:
        """Count and show a fault."""
        self.faults += 1
        self._console.print(f"✗ {printable(sentence)}")

    def run(self) -> None:
        """Judge every case as often as asked; Ctrl-C ends it with the count so far."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                   TimeElapsedColumn())  # fmt: skip
        quiet = not self._console.is_terminal
        with Progress(*columns, console=self._console, transient=True, disable=quiet) as progress:
            bar = progress.add_task("judging", total=len(self._cases) * self._repeat)
            try:
                for seed in range(self._repeat):
                    self._round(seed, progress, bar)
            except KeyboardInterrupt:
                self._console.print("stopped")

    def _round(self, seed: int, progress: Progress, bar: object) -> None:
        left = Counter[int]()

        def on_test(job: Job, test: TestResult) -> None:
            if not left[job.number]:
                progress.update(bar, advance=1, description=job.exercise.name)  # type: ignore[arg-type]
            left[job.number] += 1

        jobs = [case.job for case in self._cases]
        results = judge(jobs, Options(seed=seed, fork=self._fork), on_test=on_test)
        for case, result in zip(self._cases, results, strict=True):
            self.verdicts += 1
            wrong = wrong_verdict(case, result)
            if wrong is not None:
                self.fault(str(wrong))
            if case.kind == "solution" and not seed:
                for broken in broken_counts(case, result, TESTS):
                    self.fault(broken)
