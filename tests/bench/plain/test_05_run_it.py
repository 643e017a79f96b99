"""05_run_it, plainly."""

from __future__ import annotations

import asyncio
import warnings

from tests.bench.plain.answer import (
    CALLS,
    LATENCY,
    SHORT,
    Service,
    fail,
    itself,
    load,
    raises,
    under,
    uneven,
)

answer = load()


def test_jobs_run_together() -> None:
    """Ten jobs of 100 ms take far less than a second, and their results come in order."""
    with under():
        assert answer.main(Service(itself, LATENCY).jobs(range(CALLS))) == [*range(CALLS)]


def test_callable_twice() -> None:
    """`main` can be called twice, runs a loop each time, and leaves none open."""
    loops: list[asyncio.AbstractEventLoop] = []

    async def job() -> None:
        await asyncio.sleep(SHORT)
        loops.append(asyncio.get_running_loop())

    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        answer.main([job])
        answer.main([job, job])
    assert len(loops) == 3
    assert all(loop.is_closed() for loop in loops)


def test_results_in_order() -> None:
    """The results come in the order of the jobs, whichever job ends first."""
    assert answer.main(Service(itself, uneven).jobs(range(CALLS))) == [*range(CALLS)]


def test_no_jobs() -> None:
    """Without jobs the result is an empty list."""
    assert answer.main([]) == []


def test_error_reaches_caller() -> None:
    """If a job fails, its error reaches the caller."""
    with raises(ConnectionError):
        answer.main([*Service(itself).jobs(range(3)), *Service(fail).jobs([3])])
