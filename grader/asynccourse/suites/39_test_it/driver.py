"""Runs the learner's tests on a client: pytest itself, in the submission's process."""

from __future__ import annotations

import gc
import inspect
import os
import re
import socket
import sys
import time
import warnings
from asyncio.base_events import BaseEventLoop
from pathlib import Path
from typing import Any

import aiohttp
import aioresponses.core
import pytest

FILE = "test_it.py"

Tests = list[tuple[str, str, str, int]]
"""Name, outcome, reason and line of each test."""

LOOKS, PAUSE = 40, 0.05
"""How often, and every how many seconds, is looked whether a server that still listens ends."""

OPTIONS = [
    "-s",
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
    """Keeps what each test of the learner's came to: its name, how it ended, why, and where.

    Those named in `without` aren't run.
    """

    def __init__(self, folder: str, tests: str, without: list[str]) -> None:
        self.tests: Tests = []
        self._folder = folder + os.sep
        self._lines = ["", *tests.splitlines()]
        self._without = without

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that can't be collected, or is skipped as a whole."""
        if report.outcome != "passed":
            self._note(FILE, report)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what isn't to run."""
        items[:] = [item for item in items if item.location[2] not in self._without]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test, once: its call, or whatever failed or was skipped around it."""
        if report.when == "call" or report.outcome != "passed":
            self._note(report.location[2], report)

    def _note(self, name: str, report: pytest.TestReport | pytest.CollectReport) -> None:
        if name not in self._without:
            line = _line(report)
            said = _said(report).replace(self._folder, "")
            if said == "AssertionError" and line:
                elsewhere = _elsewhere(report)
                said = f"{said} in {elsewhere}" if elsewhere else f"`{self._lines[line].strip()}`"
            self.tests.append((name, report.outcome, said[:300], line))


def _said(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why a test or the file failed, as its exception or pytest puts it."""
    crash = getattr(report.longrepr, "reprcrash", None)
    fixture = getattr(report.longrepr, "errorstring", "")  # says that there is none of a name
    raised = re.findall(r"^E +(.+)", report.longreprtext, re.MULTILINE)[-1:]
    said = crash.message if crash is not None else fixture or "".join(raised) or report.longreprtext
    return str(said).strip()


def _line(report: pytest.TestReport | pytest.CollectReport) -> int:
    """Return the learner's innermost line of a failure, 0 where it isn't known."""
    told = report.longrepr
    entries = getattr(getattr(told, "reprtraceback", None), "reprentries", [])
    places = [getattr(entry, "reprfileloc", None) for entry in entries]
    lines = [place.lineno for place in places if place and Path(place.path).name == FILE]
    # What pytest says of an import or a fixture has the line in its text alone.
    lines = lines or re.findall(FILE + r'(?:"?, line |:)(\d+)', report.longreprtext)
    return int(lines[-1]) if lines else 0


def _elsewhere(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return the file and line where it failed; nothing where that is the learner's file."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is None or Path(crash.path).name == FILE:
        return ""
    return f"{Path(crash.path).name}, line {crash.lineno}"


def run(folder: str, tests: str, client: str) -> Tests:
    """Run the tests on a client, up to the first that fails; tell of each server left as well."""
    before = _listening()
    try:
        ended = _run(folder, tests, client, ["-x"], [])
    finally:
        _forget()
    return ended + [("", "left", name, 0) for name in _left(before)]


def _listening() -> dict[int, str]:
    """Return the addresses at which a server listens, by what identifies their sockets."""
    found = [one for one in gc.get_objects() if issubclass(type(one), socket.socket)]
    names = {id(one): _address(one) for one in found}
    return {one: name for one, name in names.items() if name}


def _address(one: socket.socket) -> str:
    """Return where a socket listens; nothing where it doesn't."""
    try:
        listens = one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        return str(one.getsockname()) if listens else ""
    except OSError:  # it is closed
        return ""


def _left(before: dict[int, str]) -> list[str]:
    """Return where servers listen that didn't before; a thread's may end just now."""
    for _ in range(LOOKS):
        gc.collect()
        names = [name for one, name in _listening().items() if before.get(one) != name]
        if not names:
            break
        time.sleep(PAUSE)
    return names


def run_all(folder: str, tests: str, client: str) -> Tests:
    """As `run`, but run all of them; one that fails may leave things open."""
    return _forgiven(folder, tests, client, [], [])


def run_without(folder: str, tests: str, client: str, without: list[str]) -> Tests:
    """As `run`, but without some tests; one that fails may leave things open."""
    return _forgiven(folder, tests, client, ["-x"], without)


def _forgiven(
    folder: str, tests: str, client: str, options: list[str], without: list[str]
) -> Tests:
    """Run tests of which one that fails may leave things open, as its last lines didn't run."""
    told = warnings.showwarning, BaseEventLoop.default_exception_handler
    warnings.showwarning = lambda *_, **__: None
    setattr(BaseEventLoop, "default_exception_handler", lambda *_: None)  # noqa: B010 - for mypy
    try:
        return _run(folder, tests, client, options, without)
    finally:
        _forget()
        warnings.showwarning = told[0]
        setattr(BaseEventLoop, "default_exception_handler", told[1])  # noqa: B010


def _forget() -> None:
    """Let go of the tests' modules, and of failed tests' frames, which pytest keeps."""
    _unload()
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        if hasattr(sys, name):
            delattr(sys, name)
    gc.collect()


def _unload() -> None:
    for name in ("test_it", "client"):
        sys.modules.pop(name, None)


def _run(folder: str, tests: str, client: str, options: list[str], without: list[str]) -> Tests:
    Path(folder, FILE).write_text(tests, encoding="utf-8")
    Path(folder, "client.py").write_text(client, encoding="utf-8")
    _unload()
    results = Results(folder, tests, without)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.dont_write_bytecode = True
    own = [f"--rootdir={folder}", f"--confcutdir={folder}", str(Path(folder, FILE))]
    status = pytest.main([*OPTIONS, *options, *own], [results])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not results.tests:
        return [(FILE, "none", "", 0)]
    return results.tests
