"""Runs the hidden suites: one pytest session with nothing of its surroundings in it."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import signal
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import pytest

from asynccourse.judge import fixtures
from asynccourse.judge.jobs import Job, Options
from asynccourse.judge.plugin import JudgePlugin
from asynccourse.judge.state import State
from asynccourse.judge.zygote import Zygote
from asynccourse.parts.needs import Need, missing, told
from asynccourse.verdicts.refusal import GraderFault
from asynccourse.verdicts.result import ExerciseResult, TestResult, left_out, sum_up

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
    lacking = {job.number: needs for job in jobs if (needs := missing(job.exercise.file.needs))}
    results = _judge([job for job in jobs if job.number not in lacking], options, zygote, on_test)
    last = max(results, default=len(jobs)) if options.stop_at_first else len(jobs)
    for job in jobs:
        if job.number in lacking and job.number < last:
            results[job.number] = _left_out(job, lacking[job.number], options)
    return [results[number] for number in sorted(results)]


def _left_out(job: Job, needs: list[Need], options: Options) -> ExerciseResult:
    return left_out(
        job.exercise.name,
        [need.name for need in needs],
        told(needs),
        points=job.exercise.file.points,
        file=str(job.file),
        seed=options.seed,
    )


def _judge(
    jobs: Sequence[Job],
    options: Options,
    zygote: Zygote | None,
    on_test: Callable[[Job, TestResult], None],
) -> dict[int, ExerciseResult]:
    """Judge jobs that can be judged here; the results by the jobs' numbers."""
    if not jobs:
        if zygote is not None:
            zygote.close()
        return {}
    tests: dict[int, list[TestResult]] = defaultdict(list)

    def keep(job: Job, test: TestResult) -> None:
        tests[job.number].append(test)
        on_test(job, test)

    state = State(options, zygote)
    plugin = JudgePlugin(list(jobs), state, keep)
    try:
        with _noting_interrupts(plugin):
            said = _run_pytest(jobs, plugin)
    finally:
        if plugin.interrupted:
            _hush()
        state.close()
        if plugin.interrupted:
            raise KeyboardInterrupt
    judged = [job for job in jobs if tests[job.number]]
    missed = [job for job in jobs if not tests[job.number]]
    if missed and not (options.stop_at_first and judged):
        raise GraderFault(_fault(missed[0], plugin.faults, said))
    return {
        job.number: sum_up(
            job.exercise.name, tests[job.number], file=str(job.file), seed=options.seed
        )
        for job in judged
    }


def _run_pytest(jobs: Sequence[Job], plugin: JudgePlugin) -> str:
    """Run the suites and return what pytest said, which matters only where it failed."""
    suites = list(dict.fromkeys(str(job.exercise.suite) for job in jobs))
    said = io.StringIO()
    with _own_environment(), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        pytest.main([*_arguments(jobs), *suites], plugins=[plugin, fixtures])
    return said.getvalue()


def _arguments(jobs: Sequence[Job]) -> list[str]:
    settings = {
        "asyncio_mode": "auto",
        "asyncio_default_fixture_loop_scope": "function",
        "asyncio_default_test_loop_scope": "function",
    }
    return [
        "-q",
        "-s",
        f"--config-file={os.devnull}",
        f"--rootdir={jobs[0].exercise.suites}",
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
    """Note Ctrl-C when it comes: whatever catches the exception then, the run still ends."""

    def interrupt(_number: int, _frame: object) -> None:
        plugin.interrupted = True
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        yield  # somebody else decides what Ctrl-C means, or we aren't in the main thread
        return
    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _hush() -> None:
    """Keep Python from telling of what a run that was stopped in the middle has left unfinished."""
    logging.getLogger("asyncio").disabled = True
    sys.unraisablehook = lambda hook: None
    warnings.simplefilter("ignore")


def _fault(job: Job, faults: list[str], said: str) -> str:
    reason = "; ".join(faults) or said.strip() or "no test of it was run"
    return f"the suite of {job.exercise.name} could not be run: {reason}"
