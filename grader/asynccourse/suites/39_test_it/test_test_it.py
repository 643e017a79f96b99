"""Proves the learner's tests: right clients pass them, and each of eight broken ones fails.

pytest runs the learner's file in the submission's process, on each client anew.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteObject

if TYPE_CHECKING:
    import broken_clients
else:
    broken_clients = importlib.import_module("asynccourse.suites.39_test_it.broken_clients")

CLIENTS = Path(__file__).parent / "clients"

RIGHT = (CLIENTS / "right.py").read_text(encoding="utf-8")

ALIKE = broken_clients.changed(RIGHT, broken_clients.HARMLESS)
"""A right client as well, which whoever looks at the text takes for a broken one."""

Tests = list[tuple[str, str, str, int]]


NAMED = (
    "A test is a function whose name begins with `test_`, or such a method of a class `Test...` or "
    "of a `unittest.TestCase`."
)

NO_ANSWER_LEFT = (
    "aioresponses had no answer left for this question: each is given once. Say one for each "
    "question that may come, or one with `repeat=True`."
)

UNDERNEATH = (
    "It isn't an `assert` of yours: what your test puts in the place of something real lacks what "
    "is taken for granted there."
)

MARKED = "What is skipped, or expected to fail, finds nobody out: take the mark away."

PROMISED = "A test may ask only for what the docstrings of `client.py` promise."


async def results(
    driver: RemoteObject, folder: Path, tests: str, client: str, how: str = "run"
) -> Tests:
    """Return how each of the learner's tests ended on a client; refuse a file without any."""
    ended: Tests = await driver.alone(how, str(folder), tests, client)
    none = not ended or ended[0][1] == "none"
    expect.true(not none, "missed_bug", "pytest found no test to run in the file", cure=NAMED)
    expect.true(
        any(outcome not in ("skipped", "left") for _, outcome, _, _ in ended),
        "missed_bug",
        "every test is skipped",
        cure="What is skipped, or expected to fail, proves nothing: take the mark away.",
    )
    return ended


async def passes(driver: RemoteObject, folder: Path, tests: str, client: str, which: str) -> None:
    """Refuse unless all of the learner's tests pass on this client."""
    for name, outcome, said, line in await results(driver, folder, tests, client):
        expect.true(
            outcome != "failed",
            "wrong_result",
            f"{name} fails on {which}: {said.splitlines()[0] if said else 'it gives no reason'}",
            line=line,
            cure=cure_of(said),
        )
        expect.true(
            outcome != "left",
            "resource_leak",
            f"your tests had passed, and a server of theirs was still listening at {said}",
            cure="Close a server where it was opened: in a `finally`, a `with`, or after the "
            "`yield` of a fixture.",
        )


def cure_of(said: str) -> str:
    """Return the way out where a test fails on a right client for this reason."""
    if "Connection refused: GET" in said:
        return NO_ANSWER_LEFT
    return UNDERNEATH if said.startswith("AssertionError in ") else PROMISED


async def fails(
    driver: RemoteObject, folder: Path, tests: str, broken: Sequence[broken_clients.Broken]
) -> None:
    """Refuse unless each of these clients fails a test that a right one passes."""
    ended = await results(driver, folder, tests, ALIKE, "run_all")
    false = sorted({name for name, outcome, _, _ in ended if outcome == "failed"})
    passed = {name for name, outcome, _, _ in ended if outcome == "passed"}
    which = "all of your tests that pass on a right client" if false else "all of your tests"
    for one in broken:
        ended = await driver.alone("run_without", str(folder), tests, one.of(RIGHT), false)
        if any(outcome == "failed" for _, outcome, _, _ in ended):
            continue
        told, cure = f"{which} pass on a client that {one.words}", one.cure
        for name in (name for name, outcome, _, _ in ended if outcome == "skipped"):
            if name in passed:  # which is what pytest makes of one that is expected to fail
                told = f"no test of yours fails on a client that {one.words}: there, {name} is "
                told, cure = told + "skipped, or fails as it is expected to", MARKED
                break
        expect.refuse("missed_bug", told, cure=cure)


@pytest.mark.points(2)
async def test_right_client(driver: RemoteObject, folder: Path, source: str) -> None:
    """The client as it is passes every test."""
    await passes(driver, folder, source, RIGHT, "the client as it is")


@pytest.mark.points(1)
async def test_other_right_client(driver: RemoteObject, folder: Path, source: str) -> None:
    """So do clients that keep the same promises in another way."""
    other = (CLIENTS / "other.py").read_text(encoding="utf-8")
    for client in (other, ALIKE):
        await passes(driver, folder, source, client, "a client that does the same in another way")


@pytest.mark.points(2)
async def test_attempts(driver: RemoteObject, folder: Path, source: str) -> None:
    """A client that asks too rarely, or too often, is found out."""
    await fails(driver, folder, source, broken_clients.ATTEMPTS)


@pytest.mark.points(2)
async def test_unknown_city(driver: RemoteObject, folder: Path, source: str) -> None:
    """A client that takes a 404 for something else is found out."""
    await fails(driver, folder, source, broken_clients.UNKNOWN)


@pytest.mark.points(1)
async def test_errors(driver: RemoteObject, folder: Path, source: str) -> None:
    """A client that hides errors is found out."""
    await fails(driver, folder, source, broken_clients.ERRORS)


@pytest.mark.points(2)
async def test_warmest(driver: RemoteObject, folder: Path, source: str) -> None:
    """A client that names the wrong city, or none, is found out."""
    await fails(driver, folder, source, broken_clients.WARMEST)
