"""12_task_group, plainly."""

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
    itself,
    load,
    nothing_left,
    under,
    uneven,
)

answer = load()


async def test_together() -> None:
    """Ten jobs of 100 ms take far less than a second, and their results come in order."""
    with under():
        got = await answer.all_or_nothing(Service(itself, LATENCY).jobs(range(CALLS)))
    assert got == [*range(CALLS)]


async def test_results_in_order() -> None:
    """The results come in the order of the jobs, whichever ends first; without jobs, none."""
    got = await answer.all_or_nothing(Service(itself, uneven).jobs(range(CALLS)))
    assert got == [*range(CALLS)]
    assert await answer.all_or_nothing([]) == []


async def test_others_are_cancelled() -> None:
    """As soon as a job fails the others are cancelled, and its error is raised in a group."""
    others = Service(delay=5)
    with under(1), pytest.raises(ExceptionGroup) as caught:
        await answer.all_or_nothing([*others.jobs([1, 2]), *Service(fail).jobs([3])])
    assert [type(error) for error in caught.value.exceptions] == [ConnectionError]
    assert sorted(others.cancelled) == [1, 2]
    nothing_left()


async def test_clean_up_is_awaited() -> None:
    """Those that are cancelled clean up before the error is raised."""
    cleaned: list[bool] = []

    async def tidy() -> None:
        try:
            await asyncio.sleep(5)
        finally:
            await asyncio.sleep(SHORT)
            cleaned.append(True)

    with pytest.raises(ExceptionGroup):
        await answer.all_or_nothing([tidy, *Service(fail).jobs([1])])
    assert cleaned == [True]


async def test_errors_in_clean_up() -> None:
    """The error of a clean-up is in the group too."""

    async def untidy() -> None:
        try:
            await asyncio.sleep(5)
        finally:
            raise ValueError("in clean-up")

    with pytest.raises(ExceptionGroup) as caught:
        await answer.all_or_nothing([untidy, *Service(fail).jobs([1])])
    assert {type(error) for error in caught.value.exceptions} == {ConnectionError, ValueError}


async def test_cancelled() -> None:
    """When the caller is cancelled, so is every job."""
    service = Service(delay=LATENCY)
    await cancel(answer.all_or_nothing(service.jobs(range(CALLS))))
    assert len(service.cancelled) == CALLS
