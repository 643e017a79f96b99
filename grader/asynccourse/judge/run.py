"""Runs the hidden suites: one pytest session with nothing of its surroundings in it."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from asynccourse.judge import fixtures
from asynccourse.judge.batch import Batch, Judged
from asynccourse.judge.ending import ending
from asynccourse.judge.jobs import Job, Options
from asynccourse.judge.plugin import JudgePlugin
from asynccourse.judge.state import State
from asynccourse.judge.zygote import Zygote
from asynccourse.verdicts.refusal import GraderFault
from asynccourse.verdicts.result import ExerciseResult, TestResult

# What a suite has no use for costs time at every start.
_UNUSED = [
    "cacheprovider",
    "doctest",
    "faulthandler",
    "junitxml",
    "logging",
    "nose",
    "pastebin",
    "setuponly",
    "setupplan",
    "stepwise",
    "unittest",
    "unraisableexception",
    "threadexception",
    "warnings",
    "tmpdir",
    "monkeypatch",
]

_FOREIGN = ("PYTEST_", "PYTHONASYNCIODEBUG", "PYTHONWARNINGS", "_PYTEST")
"""Beginnings of the environment variables that could change how a suite runs."""


def judge(
    jobs: Sequence[Job],
    options: Options,
    *,
    zygote: Zygote | None = None,
    on_test: Callable[[Job, TestResult], None] = lambda job, test: None,
) -> list[ExerciseResult]:
    """Judge each job and return the results in the order of the jobs, up to where it stopped.

    `zygote` is used and closed; without one, one is started. `on_test` hears of every test as it
    ends. Raises `GraderFault` where a suite can't be run, and KeyboardInterrupt.
    """
    found: list[Judged] = []
    judge_each([Batch(jobs, options)], found.append, zygote=zygote, on_test=on_test)
    if isinstance(found[0], GraderFault):
        raise found[0]
    return found[0]


def judge_each(
    batches: Iterable[Batch],
    done: Callable[[Judged], None],
    *,
    zygote: Zygote | None = None,
    on_test: Callable[[Job, TestResult], None] = lambda job, test: None,
) -> None:
    """Judge batch after batch as they come, with one zygote and in one session of pytest.

    `done` hears of each batch's end: its results in the order of its jobs, up to where it stopped,
    or the fault for which its suites can't be run. Raises `GraderFault` and KeyboardInterrupt,
    after which no further batch is judged.
    """
    state = State(zygote)
    plugin = JudgePlugin(batches, state, done, on_test)
    try:
        with _noting_interrupts(plugin):
            said = _run_pytest(plugin)
    finally:
        if plugin.interrupted:
            _hush()
        state.close()
        if plugin.interrupted:
            raise KeyboardInterrupt
    if not plugin.ended:
        raise GraderFault(f"the suites could not be run: {plugin.fault() or said.strip()}")


def _run_pytest(plugin: JudgePlugin) -> str:
    """Run the suites and return what pytest said, which matters only where it failed."""
    said = io.StringIO()
    with _own_environment(), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        pytest.main(_arguments(), plugins=[plugin, fixtures])
    return said.getvalue()


def _arguments() -> list[str]:
    settings = {
        "asyncio_mode": "auto",
        "asyncio_default_fixture_loop_scope": "function",
        "asyncio_default_test_loop_scope": "function",
    }
    return [
        "-q",
        "-s",
        f"--config-file={os.devnull}",
        f"--rootdir={Path(__file__).parent}",
        "--noconftest",
        "--import-mode=importlib",
        "--assert=plain",
        "-p", "pytest_asyncio.plugin",
        "-p", "pytest_timeout",
        *(part for name in _UNUSED for part in ("-p", f"no:{name}")),
        *(part for name, value in settings.items() for part in ("-o", f"{name}={value}")),
    ]  # fmt: skip


@contextlib.contextmanager
def _own_environment() -> Iterator[None]:
    """Take out of the environment what could change how a suite runs."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(_FOREIGN):
            del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _noting_interrupts(plugin: JudgePlugin) -> Iterator[None]:
    """Note Ctrl-C when it comes: whatever catches the exception then, the run still ends.

    A loop hears of it between two of its callbacks, for the step that an exception hits just
    before it begins is lost, and whoever waits for its task waits for ever. The second time it is
    raised wherever it comes.
    """

    def interrupt(_number: int, _frame: object) -> None:
        again, plugin.interrupted = plugin.interrupted, True
        loop = _running_loop()
        if loop is None or again:
            raise KeyboardInterrupt
        loop.call_soon_threadsafe(_raise_interrupt)

    before = {number: signal.getsignal(number) for number in ending()}
    for number in before:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _raise_interrupt() -> None:
    raise KeyboardInterrupt


def _hush() -> None:
    """Keep Python from telling of what a run that was stopped in the middle has left unfinished."""
    logging.getLogger("asyncio").disabled = True
    sys.unraisablehook = lambda hook: None
    warnings.simplefilter("ignore")
