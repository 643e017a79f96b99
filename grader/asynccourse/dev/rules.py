"""The rules that an exercise keeps before anything of it is run."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from asynccourse.course.catalog import Catalog
from asynccourse.course.exercise import CourseError, Exercise
from asynccourse.parts.needs import NEEDS
from asynccourse.verdicts.codes import CODES

PACKAGES = frozenset(
    [
        "aiofiles",
        "aiohttp",
        "aiomysql",
        "aioresponses",
        "aiosqlite",
        "asyncpg",
        "click",
        "dask",
        "httpx",
        "msgspec",
        "pytest",
        "pytest_asyncio",
        "pytest_timeout",
        "rich",
        "tortoise",
        "watchfiles",
        "jinja2",
        "asynccourse",
    ]
)
"""What the course imports, which a learner's file of that name would shadow."""

HINTS = 3
RIGHT_ANSWERS = 2
TESTS = range(4, 9)
MINUTES = range(5, 26)
README_LINES = 90

_LINK = re.compile(r"https://docs\.python\.org/\S+|https://[\w.-]+\.(readthedocs\.io|org)/\S*")


def broken_rules(catalog: Catalog) -> Iterator[str]:
    """Yield a sentence for each rule that the trees or an exercise's files break."""
    suites = {exercise.name for exercise in catalog.all()}
    for tree in (catalog.exercises, catalog.solutions):
        names = {path.name for path in tree.iterdir() if path.is_dir() and path.name[:1].isdigit()}
        for name in sorted(names ^ suites):
            yield f"{name} is not both in {tree.name}/ and in suites/"
    for exercise in catalog.all():
        try:
            yield from (f"{exercise.name}: {broken}" for broken in _of_exercise(exercise))
        except CourseError as error:
            yield str(error)
    yield from _parts(catalog.all())


def _parts(exercises: list[Exercise]) -> Iterator[str]:
    ended: set[str] = set()
    last = ""
    for exercise in exercises:
        part = exercise.file.part
        if not part or part in ended:
            yield f"{exercise.name}: part = {part!r} is none, or one that ended before it"
        if part != last:
            ended.add(last)
        last = part


def _of_exercise(exercise: Exercise) -> Iterator[str]:
    file = exercise.file
    if exercise.slug in sys.stdlib_module_names or exercise.slug in PACKAGES:
        yield f"{exercise.slug}.py would shadow a module of that name"
    for path in (exercise.stub, exercise.solution, exercise.suite, exercise.readme):
        if not path.is_file():
            yield f"there is no {path}"
    if file.stub not in CODES:
        yield f"stub = {file.stub!r} is not a code of the vocabulary"
    if len(file.hints) != HINTS:
        yield f"it has {len(file.hints)} hints, not {HINTS}"
    if file.minutes not in MINUTES:
        yield f"{file.minutes} minutes are not between {MINUTES[0]} and {MINUTES[-1]}"
    if len(exercise.answers("right")) < RIGHT_ANSWERS:
        yield f"it has fewer than {RIGHT_ANSWERS} answers in right/"
    yield from _needs(exercise)
    yield from _wrong_names(exercise)
    yield from _readme(exercise)


def _needs(exercise: Exercise) -> Iterator[str]:
    for name in exercise.file.needs:
        if name not in NEEDS:
            yield f"needs = {name!r} is not known: {', '.join(NEEDS)} are"
    for name in sorted(_imports(exercise.solution) & NEEDS.keys() - set(exercise.file.needs)):
        yield f"its solution imports {name}, which isn't in its needs"


def _imports(path: Path) -> set[str]:
    """Return the first names of the modules that a file imports; none where it can't be read."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError):
        return set()
    nodes = list(ast.walk(tree))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in plain | named}


def _wrong_names(exercise: Exercise) -> Iterator[str]:
    answers = exercise.answers("wrong")
    if not answers:
        yield "it has no answers in wrong/"
    for path in answers:
        code, _, name = path.stem.partition("__")
        if code not in CODES or not name:
            yield f"wrong/{path.name} is not named <code>__<name>.py"


def _readme(exercise: Exercise) -> Iterator[str]:
    lines = (
        exercise.readme.read_text("utf-8").rstrip().splitlines()
        if exercise.readme.is_file()
        else []
    )
    if len(lines) > README_LINES:
        yield f"its README has {len(lines)} lines, more than {README_LINES}"
    if lines and not _LINK.search(lines[-1]):
        yield "its README doesn't end with a link into the official docs"
    if lines and not any("you are done when" in line.lower() for line in lines):
        yield 'its README doesn\'t say "You are done when"'
