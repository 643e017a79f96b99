"""What the project's own tests share: the verdict on a text, and a lab for small suites."""

from __future__ import annotations

import json
import os
import signal
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.books import MemoryBook, judged_class
from tests.commands import TIMEOUT, run, run_command
from tests.five import ONLY, SEED, make_five
from tests.grading import grade, rows


def pytest_configure() -> None:
    """Let signals end what tests start, also where they are ignored by whoever started the tests:
    in the background of a script, or with nohup."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGHUP", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)


@pytest.fixture
def check_03(tmp_path: Path) -> Callable[..., Any]:
    """Judge a text as the answer to 03_gather; returns the exercise's result."""

    def check(text: str, *options: str) -> Any:
        path = tmp_path / "answer.py"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return run("check", "03", "--file", path, "--json", *options).result

    return check


Lab = Callable[..., Any]


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """Judge a submission with a suite of the test's own, both given as text."""

    def judge(
        suite: str,
        submission: str,
        *,
        functions: str = 'work = "async"',
        driver: str = "",
        workers: bool = False,
        hold: float = 0.05,
        seconds: float = 5.0,
        **options: Any,
    ) -> Any:
        folder = tmp_path / "suites" / "01_lab"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "exercise.toml").write_text(
            _TOML.format(
                functions=functions, workers=str(workers).lower(), hold=hold, seconds=seconds
            )
        )
        (folder / "test_lab.py").write_text(_PRELUDE + textwrap.dedent(suite))
        if driver:
            (folder / "driver.py").write_text(textwrap.dedent(driver))
        answer = tmp_path / "lab.py"
        answer.write_text(textwrap.dedent(submission))
        program = [sys.executable, str(Path(__file__).parent / "lab.py")]
        ran = run_command([*program, str(folder.parent), str(answer), json.dumps(options)])
        assert ran.status == 0, ran.err
        return ran.document

    return judge


_TOML = """
title = "Lab"
concepts = []
minutes = 5
points = 1
stub = "not_implemented"
hints = []
workers = {workers}
[functions]
{functions}
[limits]
hold = {hold}
seconds = {seconds}
"""

_PRELUDE = """
import asyncio
import pytest
from asynccourse.judge import conductor, expect
from asynccourse.judge.remote import RemoteError
"""


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all the processes of this run of the tests have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> MemoryBook:
    """Judge a small class, once for all the processes that run tests."""
    shared = _shared(tmp_path_factory) / "class.json"
    with FileLock(f"{shared}.lock", timeout=TIMEOUT):
        return judged_class(shared)


@pytest.fixture
def class_(tmp_path: Path) -> Path:
    """A class of five."""
    return make_five(tmp_path / "class")


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The rows of the class of five, graded one answer at a time; once for all test processes."""
    folder = _shared(tmp_path_factory) / "undisturbed"
    with FileLock(f"{folder}.lock", timeout=TIMEOUT):
        if not folder.exists():
            class_ = make_five(folder / "class")
            ran = grade(class_, "--out", folder / "out", *SEED, *ONLY, "--jobs", "1")
            assert ran.status == 0, ran.err
        return rows(folder / "out")
