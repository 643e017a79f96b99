"""06_predict, plainly: the teacher has run the snippets, and noted down what came out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tests.bench.plain.answer import load

ANSWERS: dict[str, Any] = load().ANSWERS

ORDER = {
    "called": "bac",
    "created": "bacd",
    "awaited": "bcda",
    "gathered": "bcaABC",
    "shared": "cabd",
}
SECONDS = {"one_by_one": 3, "together": 3, "started": 3, "blocking": 4, "threads": 2}
PLACE = {
    "in_gather": "loop",
    "in_to_thread": "thread",
    "passed_on": "loop",
    "in_pool": "process",
}
BOUND = {"downloads": "io", "hashing": "cpu", "reading": "io", "counting": "cpu"}


def letters(given: str | Iterable[str]) -> str:
    """Return an answer as it is compared: in small letters, without spaces and commas."""
    return "".join(letter for letter in "".join(given).lower() if letter.isalpha())


@pytest.mark.parametrize("name", ORDER)
def test_order(name: str) -> None:
    """Part 1: the order in which the letters are printed."""
    assert letters(ANSWERS[name]) == ORDER[name].lower()


@pytest.mark.parametrize("name", SECONDS)
def test_seconds(name: str) -> None:
    """Part 2: the seconds that it takes."""
    assert abs(float(ANSWERS[name]) - SECONDS[name]) < 0.5


@pytest.mark.parametrize("name", PLACE)
def test_place(name: str) -> None:
    """Part 3: the thread or process in which it runs."""
    assert letters(ANSWERS[name]) == PLACE[name]


@pytest.mark.parametrize("name", BOUND)
def test_bound(name: str) -> None:
    """Part 4: whether it is I/O-bound or CPU-bound."""
    assert letters(ANSWERS[name]).removesuffix("bound") == BOUND[name]
