"""`asynccourse grade`: a class, from what was handed in to the gradebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from asynccourse.cli import sandbox
from asynccourse.cli.names import ExerciseName

FORMATS = ("csv", "canvas", "moodle", "json", "junit", "html", "gradescope", "github")


@click.command()
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("results"),
    metavar="DIR",
    show_default=True,
    help="Keep verdicts and write reports here.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 512),
    metavar="N",
    help="Judge N answers at once; by default 3 for each core, as far as memory goes.",
)
@click.option(
    "--only", type=ExerciseName(), multiple=True, metavar="NN", help="Only these exercises."
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="What to write; may be given several times. Default: csv, json, html.",
)
@click.option("--dask", metavar="ADDRESS", help="Judge on this cluster of dask.distributed.")
@sandbox.option(sandbox.default_of_grade())
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Weights, deadlines and the rest; by default grade.toml beside the submissions or here.",
)
@click.option(
    "--suites",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Private suites, in place of the course's or beside them.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="N",
    help="Draw the tests' inputs from this seed; by default that of the last run, at first any.",
)
@click.option("--fresh", is_flag=True, help="Judge everything again; what was kept is put aside.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="End with status 1 where a student has less than that.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON event a line on stdout.")
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
def grade(submissions: Path, **options: Any) -> int:
    """Grade a class: everything in SUBMISSIONS, whichever way it lies there.

    Every verdict is kept in DIR/grades.db as it comes. Stopped or killed, the same command goes
    on; only answers that are new or changed are judged again.

    \b
    asynccourse grade submissions/ --out results/
    asynccourse grade moodle.zip --out results/ --only 03 --only 17 --policy grade.toml
    asynccourse grade . --format github

    Exit status: 0 graded, whatever the marks; 1 where a student is under --fail-under, or your own
    repository (`grade .`) isn't passed as a whole; 2 wrong usage; 3 an answer has no verdict by the
    grader's own fault: the same command tries it again; 130 stopped.
    """
    from asynccourse.cli.grading.request import Request  # noqa: PLC0415 - not for `--help`
    from asynccourse.cli.grading.session import run  # noqa: PLC0415

    return run(Request(submissions=submissions, **options))
