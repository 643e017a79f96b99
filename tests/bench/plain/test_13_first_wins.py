"""13_first_wins, plainly."""

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
    raises,
    under,
)

answer = load()


async def test_no_longer_than_the_winner() -> None:
    """Ten jobs are in flight together, and the race ends with the first success."""
    service = Service(itself, lambda number: LATENCY * (CALLS - number))
    with under():
        assert await answer.race(service.jobs(range(CALLS))) == CALLS - 1
    assert service.peak == CALLS
    assert sorted(service.cancelled) == [*range(CALLS - 1)]
    nothing_left()


async def test_failures_before_it() -> None:
    """Failures don't win, and are not reported as lost; a result of None does."""
    lost: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: lost.append(context))
    fails, wins = Service(fail, SHORT / 2).jobs([1, 2]), Service(lambda _: None).jobs([3])
    assert await answer.race([*fails, *wins]) is None
    assert lost == []


async def test_all_fail() -> None:
    """If all jobs fail, all their exceptions are raised in one group."""
    for count in (1, 3):
        with pytest.raises(ExceptionGroup) as caught:
            await answer.race(Service(fail).jobs(range(count)))
        assert [type(error) for error in caught.value.exceptions] == [ConnectionError] * count


async def test_no_jobs() -> None:
    """Without jobs there is no winner, which is a ValueError."""
    with raises(ValueError):
        await answer.race([])


async def test_losers_clean_up() -> None:
    """The losers have cleaned up before the result is returned, whatever errors that raises."""
    cleaned: list[bool] = []

    async def loser() -> None:
        try:
            await asyncio.sleep(5)
        finally:
            await asyncio.sleep(SHORT)
            cleaned.append(True)
            raise ValueError("in clean-up")

    assert await answer.race([loser, *Service(itself).jobs([1]), loser]) == 1
    assert cleaned == [True, True]


async def test_cancelled() -> None:
    """When the caller is cancelled, so is every job."""
    service = Service(delay=LATENCY)
    await cancel(answer.race(service.jobs(range(CALLS))))
    assert len(service.cancelled) == CALLS
