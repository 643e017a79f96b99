"""`asynccourse watch`: the exercise that you work on, judged whenever you save."""

from __future__ import annotations

import asyncio
import sys

import click

from asynccourse.cli.desk import exercise_argument
from asynccourse.cli.names import ExerciseName
from asynccourse.cli.start import PASSED
from asynccourse.course.exercise import Exercise
from asynccourse.desk.desk import Desk
from asynccourse.desk.warm import WarmJudge


@click.command(short_help="Judge whenever you save.")
@click.argument("name", type=ExerciseName(), metavar="[NN | slug]", required=False)
def watch(name: str | None) -> int:
    """Judge the exercise that you work on whenever you save. Without a command, this is done.

    Saving another exercise's file goes over to that one. The keys are named at the bottom; q or
    Ctrl-C ends it.

    \b
    asynccourse
    asynccourse watch 03
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("`watch` needs a terminal: `asynccourse check` judges once")
    desk, exercise, _ = exercise_argument(name)
    try:
        asyncio.run(_watch(desk, exercise))
    except KeyboardInterrupt:
        pass  # as good a way to end it as q
    return PASSED


async def _watch(desk: Desk, exercise: Exercise) -> None:
    from asynccourse.cli.watching.app import App  # noqa: PLC0415 - nothing of it without a terminal

    async with WarmJudge(desk.home.root) as judge:
        await App(desk, exercise, judge).run()
