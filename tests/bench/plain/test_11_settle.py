"""11_settle, plainly."""

from __future__ import annotations

from typing import Any

from tests.bench.plain.answer import (
    CALLS,
    LATENCY,
    Service,
    cancel,
    fail,
    itself,
    load,
    nothing_left,
    under,
    uneven,
)

answer = load()


def odd_ones_fail(number: int) -> int:
    """Give even numbers only."""
    return int(fail()) if number % 2 else number


def parted(outcome: tuple[list[Any], list[Any]]) -> list[Any]:
    """Return the results, or the kinds of the errors, each in its place."""
    results, errors = outcome
    assert all(result is None for result, error in zip(results, errors, strict=True) if error)
    return [type(e) if e else result for result, e in zip(results, errors, strict=True)]


EXPECTED = [ConnectionError if number % 2 else number for number in range(CALLS)]


async def test_together() -> None:
    """Ten jobs of 100 ms take far less than a second."""
    with under():
        jobs = Service(odd_ones_fail, LATENCY).jobs(range(CALLS))
        assert parted(await answer.settle(jobs)) == EXPECTED


async def test_each_in_its_place() -> None:
    """Whichever job ends first, and however, all run to their end and keep their places."""
    service = Service(odd_ones_fail, uneven)
    assert parted(await answer.settle(service.jobs(range(CALLS)))) == EXPECTED
    assert sorted(service.ended) == [*range(CALLS)]
    nothing_left()


async def test_whatever_returns_has_succeeded() -> None:
    """A job that returns an exception has not failed."""
    error = ValueError("a result")
    assert await answer.settle(Service(itself).jobs([error, None])) == ([error, None], [None, None])


async def test_all_or_none_fail() -> None:
    """It makes no difference whether all jobs fail or none does."""
    assert await answer.settle(Service(itself).jobs([1, 2])) == ([1, 2], [None, None])
    assert parted(await answer.settle(Service(fail).jobs([1, 2]))) == [ConnectionError] * 2


async def test_no_jobs() -> None:
    """Without jobs both lists are empty."""
    assert await answer.settle([]) == ([], [])


async def test_job_twice() -> None:
    """A job that stands in the list twice is run twice, and has two places."""
    job = Service(itself).jobs([1])
    assert await answer.settle(job * 2) == ([1, 1], [None, None])


async def test_cancelled() -> None:
    """Cancelling the caller cancels all jobs and passes through."""
    service = Service(itself, LATENCY)
    await cancel(answer.settle(service.jobs(range(CALLS))))
    assert len(service.cancelled) == CALLS
