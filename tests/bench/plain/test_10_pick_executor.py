"""10_pick_executor, plainly."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from functools import partial
from typing import Any

import pytest

from tests.bench.plain.answer import LATENCY, Service, cancel, fail, free_loop, load, raises, under

answer = load()
Place = tuple[int, int]


def here(seconds: float = 0.0) -> Place:
    """Return the process and the thread in which this is called, after a while."""
    time.sleep(seconds)
    return os.getpid(), threading.get_ident()


async def here_on_the_loop() -> Place:
    """Return the same of a coroutine."""
    return here()


async def test_right_place() -> None:
    """Coroutines run on the loop, what blocks in a thread, and what computes in a process."""
    got = await answer.dispatch([("async", here_on_the_loop), ("blocking", here), ("cpu", here)])
    mine = here()
    assert got[0] == mine
    assert got[1][0] == mine[0]
    assert got[1][1] != mine[1]
    assert got[2][0] != mine[0]
    assert not multiprocessing.active_children()


async def test_all_at_once() -> None:
    """Ten jobs of 100 ms take far less than a second, of whatever kind, and the loop is free."""
    waits = Service(lambda n: n, LATENCY).jobs(range(4))
    jobs: list[Any] = [("async", job) for job in waits]
    jobs += [("blocking", partial(here, LATENCY))] * 3 + [("cpu", partial(here, LATENCY))] * 3
    async with free_loop(0.25):
        with under():
            assert (await answer.dispatch(jobs))[:4] == [0, 1, 2, 3]


async def test_no_jobs() -> None:
    """Without jobs the result is an empty list."""
    assert await answer.dispatch([]) == []


@pytest.mark.parametrize("kind", ["async", "blocking", "cpu"])
async def test_error(kind: str) -> None:
    """If a job fails, its error reaches the caller, and no worker is left."""
    with raises(ConnectionError):
        await answer.dispatch([(kind, Service(fail) if kind == "async" else fail), ("cpu", here)])
    assert not multiprocessing.active_children()


async def test_cancelled() -> None:
    """When the caller is cancelled, so are the coroutines, and no worker is left."""
    wait = Service(delay=5)
    await cancel(answer.dispatch([("async", wait), ("cpu", partial(here, LATENCY))]))
    assert len(wait.cancelled) == 1
    assert not multiprocessing.active_children()
