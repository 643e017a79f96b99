"""09_process_pool, plainly."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.plain.answer import LATENCY, cancel, fail, free_loop, load, raises

answer = load()
CHUNKS = 6


@dataclass(frozen=True)
class Chunk:
    """Numbers that note in which process they are read, which takes a while."""

    notes: Path
    number: int
    seconds: float = 0.02
    broken: bool = False

    def __iter__(self) -> Iterator[int]:
        """Give the numbers."""
        with self.notes.open("a") as notes:
            notes.write(f"{os.getpid()}\n")
        time.sleep(self.seconds)
        if self.broken:
            fail()
        return iter(range(self.number, self.number + 5))


def score(numbers: Iterator[int]) -> int:
    """Return what the given function of the exercise does."""
    total = 0
    for number in numbers:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


@pytest.fixture(autouse=True)
def _no_child_left() -> Iterator[None]:
    yield
    assert not multiprocessing.active_children()


async def test_in_worker_processes(tmp_path: Path) -> None:
    """Other processes score the chunks, not one for each, and the loop stays free."""
    notes = tmp_path / "notes"
    async with free_loop(0.25):
        got = await answer.score_all([Chunk(notes, n, LATENCY) for n in range(CHUNKS)])
    assert got == [score(iter(range(n, n + 5))) for n in range(CHUNKS)]
    pids = notes.read_text().split()
    assert len(pids) == CHUNKS
    assert str(os.getpid()) not in pids
    assert min(2, os.cpu_count() or 1) <= len(set(pids)) <= max(4, os.cpu_count() or 1)
    assert not multiprocessing.active_children()


async def test_no_chunks() -> None:
    """Without chunks the result is an empty list."""
    assert await answer.score_all([]) == []


async def test_error(tmp_path: Path) -> None:
    """If a chunk can't be scored, the error reaches the caller."""
    with raises(ConnectionError):
        await answer.score_all([Chunk(tmp_path / "n", n, broken=n == 1) for n in range(CHUNKS)])


async def test_cancelled(tmp_path: Path) -> None:
    """When the caller is cancelled it ends as cancelled, and its workers with it."""
    await cancel(answer.score_all([Chunk(tmp_path / "n", n, LATENCY) for n in range(CHUNKS)]))
    assert not multiprocessing.active_children()
