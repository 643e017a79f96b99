"""`asynccourse run`: the learner's file by itself, in the foreground."""

from __future__ import annotations

import signal
import subprocess
import sys

import click

from asynccourse.cli.desk import exercise_argument
from asynccourse.cli.names import ExerciseName
from asynccourse.course.exercise import Exercise


@click.command(short_help="Run your file by itself.")
@click.argument("name", type=ExerciseName(), metavar="[NN | slug]", required=False)
def run(name: str | None) -> int:
    """Run your file as a program, as `python FILE` would; Ctrl-C ends it.

    A file of tests is run by pytest. The exit status is the program's own.

    \b
    asynccourse run         the exercise that you work on
    asynccourse run 03
    """
    _, exercise, _ = exercise_argument(name)
    return run_in_foreground(exercise)


def run_in_foreground(exercise: Exercise) -> int:
    """Run a learner's file on this terminal; return its exit status, as a shell tells it."""
    tests = exercise.stub.name.startswith("test_")
    command = [sys.executable, *(["-m", "pytest", "-q"] if tests else []), exercise.stub.name]
    # Ctrl-C is for the program. Not SIG_IGN, which the program would inherit.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        status = subprocess.call(command, cwd=exercise.stub.parent)
    finally:
        signal.signal(signal.SIGINT, before)
    return status if status >= 0 else 128 - status
