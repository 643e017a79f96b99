"""`asynccourse init`: a folder with the course, to work in."""

from __future__ import annotations

from pathlib import Path

import click

from asynccourse.cli.start import PASSED
from asynccourse.course.catalog import own_root
from asynccourse.course.exercise import CourseError
from asynccourse.desk.making import make_course


@click.command(short_help="Make a folder with the course.")
@click.argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("asyncio-course"),
)
def init(folder: Path) -> int:
    """Make a folder with the course, by default ./asyncio-course.

    Nothing that is there already is ever overwritten.

    \b
    asynccourse init
    asynccourse init ~/learning/asyncio
    """
    root = own_root()
    if root is not None and folder.resolve().is_relative_to(root.resolve()):
        raise CourseError(f"you are in a course already, {root}: type `asynccourse`")
    count = make_course(folder)
    click.echo(f"{folder} has {count} exercises. Now type:\n\n  cd {folder}\n  asynccourse")
    return PASSED
