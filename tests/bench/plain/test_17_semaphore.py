"""17_semaphore, plainly."""

from __future__ import annotations

from collections.abc import Iterator

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
    uneven,
)

answer = load()
LIMIT = 3


async def test_faster_than_one_by_one() -> None:
    """Ten calls of 100 ms, three at a time, take less than a second."""
    fn = Service(itself, LATENCY)
    with under():
        assert await answer.bounded_map(fn, range(CALLS), LIMIT) == [*range(CALLS)]
    assert fn.peak == LIMIT
    nothing_left()


async def test_next_starts_as_one_ends() -> None:
    """A slow call doesn't keep the others from going on."""
    fn = Service(itself, lambda number: LATENCY if number == 0 else SHORT)
    with under(1.6 * LATENCY):
        await answer.bounded_map(fn, range(9), LIMIT)
    assert fn.peak == LIMIT


async def test_reads_as_it_goes() -> None:
    """The items are read no more than the limit ahead of the calls."""
    fn = Service(itself)
    ahead: list[int] = []

    def items() -> Iterator[int]:
        for number in range(CALLS):
            ahead.append(number - len(fn.ended))
            yield number

    await answer.bounded_map(fn, items(), LIMIT)
    assert max(ahead) <= 2 * LIMIT


async def test_results_in_order() -> None:
    """The results come in the order of the items, whatever these are."""
    items = [None, 0, "", 3, 3, ValueError("an item"), *range(CALLS)]
    assert await answer.bounded_map(Service(itself, uneven), items, LIMIT) == items


@pytest.mark.parametrize(("count", "limit"), [(0, 3), (1, 3), (2, 5), (4, 1)])
async def test_few_items_and_small_limits(count: int, limit: int) -> None:
    """No item, fewer than the limit, and a limit of one are fine too."""
    fn = Service(itself)
    assert await answer.bounded_map(fn, range(count), limit) == [*range(count)]
    assert fn.peak == min(count, limit)


async def test_error_of_a_call() -> None:
    """If a call fails, its error reaches the caller, and no further call starts or goes on."""
    fn = Service(lambda number: fail() if number == 1 else number, lambda n: SHORT * (1 + n % 2))
    with raises(ConnectionError):
        await answer.bounded_map(fn, range(CALLS), LIMIT)
    assert len(fn.began) < CALLS
    nothing_left()


async def test_error_of_the_items() -> None:
    """If reading the items fails, the error reaches the caller and all ends."""

    def items() -> Iterator[int]:
        yield 1
        fail()

    with raises(ConnectionError):
        await answer.bounded_map(Service(itself), items(), LIMIT)
    nothing_left()


async def test_cancelled() -> None:
    """When the caller is cancelled, so are the calls in flight, and none starts."""
    fn = Service(delay=LATENCY)
    await cancel(answer.bounded_map(fn, range(CALLS), LIMIT))
    assert sorted(fn.cancelled) == sorted(fn.began) == [0, 1, 2]
