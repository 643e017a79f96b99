"""Runs the learner's tests on a client: pytest itself, in the submission's process."""

from __future__ import annotations

import gc
import inspect
import os
import sys
import warnings
from asyncio.base_events import BaseEventLoop
from pathlib import Path
from typing import Any

import aiohttp
import aioresponses.core
import pytest

FILE = "test_it.py"

OPTIONS = [
    "-s",
    "-x",
    "--assert=plain",
    f"--config-file={os.devnull}",
    "-p", "no:cacheprovider",
    "-p", "no:terminal",
    "-p", "no:warnings",
    "-p", "pytest_asyncio.plugin",
    "-o", "asyncio_mode=auto",
    "-o", "asyncio_default_fixture_loop_scope=function",
    "-o", "asyncio_default_test_loop_scope=function",
]  # fmt: skip


class NothingSent:
    """Stands for the writer of a request that was never sent."""

    output_size = 0


class Response(aiohttp.ClientResponse):
    """A response as aioresponses 0.7 makes them, which newer aiohttp wants to know more of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"stream_writer": NothingSent()} | kwargs))


if "stream_writer" in inspect.signature(aiohttp.ClientResponse.__init__).parameters:
    setattr(aioresponses.core, "ClientResponse", Response)  # noqa: B010 - it is not exported


class Results:
    """Keeps what each test of the learner's came to: its name, how it ended, why, and where."""

    def __init__(self) -> None:
        self.tests: list[tuple[str, str, str, int]] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that can't be collected."""
        if report.failed:
            self._note(FILE, report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test, once: its call, or whatever failed or was skipped around it."""
        if report.when == "call" or report.outcome != "passed":
            self._note(report.location[2], report)

    def _note(self, name: str, report: pytest.TestReport | pytest.CollectReport) -> None:
        crash = getattr(report.longrepr, "reprcrash", None)
        said = crash.message if crash is not None else report.longreprtext
        self.tests.append((name, report.outcome, said.strip()[:300], _line(report.longrepr)))


def _line(told: Any) -> int:
    """Return the learner's innermost line of a failure, 0 where it isn't known."""
    entries = getattr(getattr(told, "reprtraceback", None), "reprentries", [])
    places = [getattr(entry, "reprfileloc", None) for entry in entries]
    lines = [place.lineno for place in places if place and Path(place.path).name == FILE]
    return int(lines[-1]) if lines else 0


def run(folder: str, tests: str, client: str) -> list[tuple[str, str, str, int]]:
    """Run the tests on a client; return name, outcome, reason and line of each."""
    try:
        return _run(folder, tests, client)
    finally:
        _forget()


def run_forgiving(folder: str, tests: str, client: str) -> list[tuple[str, str, str, int]]:
    """As `run`; a test that fails may leave things open, as its last lines didn't run."""
    told = warnings.showwarning, BaseEventLoop.default_exception_handler
    warnings.showwarning = lambda *_, **__: None
    setattr(BaseEventLoop, "default_exception_handler", lambda *_: None)  # noqa: B010 - for mypy
    try:
        return run(folder, tests, client)
    finally:
        warnings.showwarning = told[0]
        setattr(BaseEventLoop, "default_exception_handler", told[1])  # noqa: B010


def _forget() -> None:
    """Let go of the failed tests' frames, which pytest keeps for a debugger."""
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        if hasattr(sys, name):
            delattr(sys, name)
    gc.collect()


def _run(folder: str, tests: str, client: str) -> list[tuple[str, str, str, int]]:
    Path(folder, FILE).write_text(tests, encoding="utf-8")
    Path(folder, "client.py").write_text(client, encoding="utf-8")
    for name in ("test_it", "client"):
        sys.modules.pop(name, None)
    results = Results()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.dont_write_bytecode = True
    own = [f"--rootdir={folder}", f"--confcutdir={folder}", str(Path(folder, FILE))]
    status = pytest.main([*OPTIONS, *own], [results])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not results.tests:
        return [(FILE, "none", "", 0)]
    return results.tests
