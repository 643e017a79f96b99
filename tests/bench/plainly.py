"""The plain suites as a teacher runs them: a `python -m pytest` process for each answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from asynccourse.course.catalog import find_catalog
from asynccourse.course.exercise import Exercise
from tests.commands import REPOSITORY

PLAIN: Final = REPOSITORY / "tests/bench/plain"

# As lean as pytest gets, so that no ratio flatters: no plugin but those that it needs.
_PYTEST: Final = ["-q", "-p", "no:cacheprovider", "-p", "pytest_asyncio.plugin", "-c", os.devnull]
_OPTIONS: Final = ["asyncio_mode=auto", "asyncio_default_fixture_loop_scope=function"]
_LIMITED: Final = ["-p", "pytest_timeout", "--timeout=20"]

PATIENCE: Final = 30
"""Seconds for a whole suite. An answer that hangs as it is imported is beyond pytest-timeout."""


def suite(exercise: Exercise) -> Path:
    """Return the plain suite of an exercise, whether there is one or not."""
    return PLAIN / f"test_{exercise.name}.py"


def exercises() -> list[Exercise]:
    """Return the exercises that have a plain suite."""
    return [exercise for exercise in find_catalog().all() if suite(exercise).exists()]


def command(exercise: Exercise) -> list[str]:
    """Return the command line of its plain suite; without `conftest.py`, which is ours."""
    options = [word for option in _OPTIONS for word in ("-o", option)]
    return [
        sys.executable,
        "-m",
        "pytest",
        *_PYTEST,
        *options,
        "--noconftest",
        str(suite(exercise)),
    ]


def environment(answer: Path) -> Mapping[str, str]:
    """Return the environment in which that command judges an answer."""
    return os.environ | {"ANSWER": str(answer), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def passes(exercise: Exercise, answer: Path) -> bool:
    """Whether an answer passes its plain suite, in reasonable time."""
    process = subprocess.Popen(
        [*command(exercise), *_LIMITED],
        env=environment(answer),
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a session with what it has started: worker processes outlive who was killed."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
