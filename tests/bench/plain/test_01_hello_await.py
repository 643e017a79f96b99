"""01_hello_await, plainly."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.bench.plain.answer import CALLS, LATENCY, cancel, load, under

answer = load()


async def test_waits_then_greets() -> None:
    """`greet` waits for its delay, then returns the greeting."""
    began = time.perf_counter()
    assert await answer.greet("Ada", LATENCY) == "Hello, Ada!"
    assert time.perf_counter() - began > 0.9 * LATENCY


async def test_overlap() -> None:
    """Ten greetings started together take far less than one after the other."""
    with under():
        got = await asyncio.gather(*(answer.greet(str(n), LATENCY) for n in range(CALLS)))
    assert got == [f"Hello, {n}!" for n in range(CALLS)]


@pytest.mark.parametrize("name", ["", "Ada Lovelace", " x ", "{name}", "%s", "Žofie", "ada"])
async def test_names_unchanged(name: str) -> None:
    """The name stands in the greeting exactly as it was given."""
    assert await answer.greet(name, 0.001) == f"Hello, {name}!"


async def test_no_delay() -> None:
    """With a delay of 0 the greeting is there at once."""
    with under(LATENCY):
        assert await answer.greet("Ada", 0) == "Hello, Ada!"


async def test_cancelled() -> None:
    """Cancelled while it waits, it ends as cancelled."""
    await cancel(answer.greet("Ada", 5))
