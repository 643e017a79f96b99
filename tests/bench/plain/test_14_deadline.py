"""14_deadline, plainly."""

from __future__ import annotations

import asyncio

import pytest

from tests.bench.plain.answer import (
    CALLS,
    LATENCY,
    SHORT,
    Service,
    cancel,
    fail,
    load,
    nothing_left,
    under,
)

answer = load()


async def test_in_time() -> None:
    """A job that is in time gives its result, also if that is None."""
    assert await answer.within(Service(lambda: "done"), 5, "late") == "done"
    assert await answer.within(Service(), 5, "late") is None
    nothing_left()


async def test_default_at_the_deadline() -> None:
    """At the deadline the job is cancelled, and the default returned."""
    job = Service(delay=5)
    with under():
        assert await answer.within(job, LATENCY, "late") == "late"
    assert len(job.cancelled) == 1
    nothing_left()


async def test_waits_for_clean_up() -> None:
    """`within` returns when the job has cleaned up, not before."""
    cleaned: list[bool] = []

    async def tidy() -> None:
        try:
            await asyncio.sleep(5)
        finally:
            await asyncio.sleep(SHORT)
            cleaned.append(True)

    assert await answer.within(tidy, SHORT, "late") == "late"
    assert cleaned == [True]


async def test_errors_of_the_job() -> None:
    """An error of the job's reaches the caller, and so does a TimeoutError of its own."""
    with pytest.raises(ConnectionError):
        await answer.within(Service(fail), 5, "late")

    async def own() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        await answer.within(own, 5, "late")


async def test_cancelled() -> None:
    """When the caller is cancelled, so is the job, and `within` ends as cancelled."""
    job = Service(delay=5)
    await cancel(answer.within(job, 4, "late"))
    assert len(job.cancelled) == 1


async def test_each_its_own_deadline() -> None:
    """Ten at once keep each their own deadline, and take far less than one after the other."""
    with under():
        calls = (answer.within(Service(delay=5), LATENCY, number) for number in range(CALLS))
        assert await asyncio.gather(*calls) == [*range(CALLS)]


async def test_no_time_left() -> None:
    """With no seconds at all, the default is returned at once."""
    with under(LATENCY):
        assert await answer.within(Service(delay=5), 0, "late") == "late"
