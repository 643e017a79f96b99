"""`asynccourse check`: judge answers and say why one isn't right yet."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from asynccourse.cli import early
from asynccourse.cli.names import ExerciseName
from asynccourse.cli.reader import reader_may_go
from asynccourse.cli.start import NO_VERDICT, NOT_PASSED, PASSED
from asynccourse.cli.workflow import no_commands
from asynccourse.course.catalog import Catalog, UnknownExercise, find_catalog
from asynccourse.course.exercise import Exercise
from asynccourse.desk.home import find_home
from asynccourse.judge.jobs import Job, Options
from asynccourse.judge.source import Source, Unreadable, read_source
from asynccourse.verdicts.result import ExerciseResult

if TYPE_CHECKING:
    from asynccourse.cli.screen import Screen

MANY = 8
"""Answers from which on it pays to start several judging processes."""


@click.command()
@click.argument("names", type=ExerciseName(), metavar="[NN | NN_slug | slug]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every exercise.")
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Judge this file as the answer to the one exercise named.",
)
@click.option(
    "--solutions", is_flag=True, help="Judge the reference solutions instead of your files."
)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on stdout, nothing else there."
)
@click.option("--timeline", is_flag=True, help="Draw what ran when, for every test.")
@click.option(
    "--svg",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the same pictures as an SVG to this file.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="N",
    help="Draw the tests' inputs from this seed; by default each run has its own.",
)
def check(
    names: tuple[str, ...],
    every: bool,
    file: Path | None,
    solutions: bool,
    as_json: bool,
    timeline: bool,
    svg: Path | None,
    seed: int | None,
) -> int:
    """Judge your answers.

    Without a name, judges the exercises in order up to the first that you have not solved.

    \b
    asynccourse check 03
    asynccourse check gather run_it --timeline
    asynccourse check 03 --file ~/draft.py
    asynccourse check 03 --svg picture.svg
    asynccourse check --all --json > results.json

    Exit status: 0 passed, 1 not passed, 2 wrong usage, 3 no verdict.
    """
    catalog = find_catalog()
    exercises = _exercises(catalog, names, every=every, file=file, solutions=solutions)
    if not (names or every or solutions) and not (exercises := _unsolved(exercises)):
        click.echo("All exercises are solved. To judge them again: asynccourse check --all")
        return PASSED
    jobs = [
        Job(number, exercise, _source(exercise, file, solutions=solutions))
        for number, exercise in enumerate(exercises)
    ]
    own = [] if file or solutions else jobs
    options = Options(
        seed=random.randrange(2**31) if seed is None else seed,
        fork=hasattr(os, "fork"),
        stop_at_first=not names and not every,
    )
    if as_json:
        from asynccourse.reports.json import write  # noqa: PLC0415

        results = _judge(jobs, options, None)
        said = _note(own, results, told=False)
        with reader_may_go():
            write(results, sys.stdout.buffer, timelines=timeline)
    else:
        from asynccourse.cli.screen import Screen  # noqa: PLC0415

        with Screen(jobs, timelines=timeline, shortened=every) as screen:
            results = _judge(jobs, options, screen)
            said = _note(own, results, told=True)
            with reader_may_go(), no_commands():
                screen.show(results)
    if svg is not None:
        _write_svg(results, svg)
    with reader_may_go():
        for text, aside in said:
            click.echo(text, err=aside)
    return exit_status(results)


def _judge(jobs: list[Job], options: Options, screen: Screen | None) -> list[ExerciseResult]:
    """Judge: many answers side by side, few of them, or up to the first that fails, in turn."""
    if len(jobs) >= MANY and options.fork and not options.stop_at_first:
        from asynccourse.grading.side_by_side import judge_side_by_side  # noqa: PLC0415

        early.discard()
        done = screen.judged if screen else lambda job: None
        return judge_side_by_side(jobs, options, done)
    from asynccourse.judge.run import judge  # noqa: PLC0415 - imports pytest, beside the zygote's start

    on_test = screen.progress if screen else lambda job, test: None
    return judge(jobs, options, zygote=early.take(), on_test=on_test)


def _unsolved(exercises: list[Exercise]) -> list[Exercise]:
    """Return the exercises that haven't passed as they are now; all where nothing is noted."""
    if find_home() is None:
        return exercises
    from asynccourse.cli.desk import read_progress  # noqa: PLC0415 - only where there is a desk
    from asynccourse.desk.desk import open_desk  # noqa: PLC0415

    desk = open_desk()
    progress = read_progress(desk)
    return [one for one in exercises if desk.state(one, progress) != "done"]


def _note(own: list[Job], results: list[ExerciseResult], *, told: bool) -> list[tuple[str, bool]]:
    """Take down what was achieved, where there is a course folder, and return what to say then.

    This comes before the results are shown: whoever reads of them may go in the middle of it.
    """
    if not own or find_home() is None:
        return []
    from asynccourse.cli.noting import note  # noqa: PLC0415 - most of what it imports is for this

    return note(own, results, told=told)


def _write_svg(results: list[ExerciseResult], path: Path) -> None:
    from asynccourse.reports.svg import write  # noqa: PLC0415 - only where it is asked for

    try:
        write(results, path)
    except OSError as error:
        raise click.UsageError(f"--svg can't be written: {error}") from None


def exit_status(results: list[ExerciseResult]) -> int:
    """Return 0 if all passed, 1 if one failed, 3 if none failed and one has no verdict.

    An exercise that can't be judged here counts only where there is no other.
    """
    statuses = {result.status for result in results if not result.missing}
    if results and not statuses:
        return NO_VERDICT
    if "failed" in statuses:
        return NOT_PASSED
    return NO_VERDICT if "inconclusive" in statuses else PASSED


def _exercises(
    catalog: Catalog, names: tuple[str, ...], *, every: bool, file: Path | None, solutions: bool
) -> list[Exercise]:
    if file is not None and (every or len(names) != 1):
        raise click.UsageError(
            "--file judges one file: name its one exercise, e.g. `check 03 --file PATH`"
        )
    if file is not None and solutions:
        raise click.UsageError("--file and --solutions each say what to judge: leave one out")
    if every and names:
        raise click.UsageError(
            "--all means every exercise: leave out the names, or leave out --all"
        )
    try:
        found = [catalog.find(name) for name in names] or catalog.all()
    except UnknownExercise as error:
        raise click.UsageError(str(error)) from None
    return sorted(dict.fromkeys(found), key=lambda exercise: exercise.name)


def _source(exercise: Exercise, file: Path | None, *, solutions: bool) -> Source:
    path = file or (exercise.solution if solutions else exercise.stub)
    try:
        return read_source(path)
    except Unreadable as error:
        raise click.UsageError(str(error)) from None
