"""19_worker_queue, plainly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

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
WORKERS, SIZE = 3, 2


class Source:
    """Gives items, and notes how many; at the end it may fail."""

    def __init__(self, items: Iterable[Any], broken: bool = False) -> None:
        self.items, self.broken = items, broken
        self.given = 0

    async def __aiter__(self) -> AsyncIterator[Any]:
        """Give the items."""
        for item in self.items:
            await asyncio.sleep(0)
            self.given += 1
            yield item
        if self.broken:
            fail()


async def run(fn: Service, source: Source, workers: int = WORKERS, size: int = SIZE) -> Any:
    """Call the answer."""
    return await answer.pipeline(aiter(source), fn, workers, size)


async def test_faster_than_one_by_one() -> None:
    """Ten items of 100 ms, three at a time, take less than a second."""
    fn = Service(itself, LATENCY)
    with under():
        assert await run(fn, Source(range(CALLS))) == [*range(CALLS)]
    assert fn.peak == WORKERS
    nothing_left()


async def test_back_pressure() -> None:
    """The producer is never more than the queue's size and one ahead of the workers."""
    fn, source = Service(itself, LATENCY), Source(range(100))
    await cancel(run(fn, source), after=LATENCY / 2)
    assert source.given == WORKERS + SIZE + 1


async def test_no_waiting_for_the_slowest() -> None:
    """A slow item doesn't keep the other workers from going on."""
    fn = Service(itself, lambda number: LATENCY if number == 0 else SHORT)
    with under(1.6 * LATENCY):
        await run(fn, Source(range(9)))


async def test_results_in_order() -> None:
    """The results come in the order of the source, whatever the items are."""
    items = [None, 0, "", 3, 3, ValueError("an item"), *range(CALLS)]
    assert await run(Service(itself, uneven), Source(items)) == items


@pytest.mark.parametrize(("count", "workers", "size"), [(0, 3, 2), (1, 3, 1), (5, 1, 1), (2, 5, 9)])
async def test_few_items_and_small_sizes(count: int, workers: int, size: int) -> None:
    """No item, fewer than workers, and a queue of one are fine too."""
    assert await run(Service(itself), Source(range(count)), workers, size) == [*range(count)]


async def test_error_of_a_call() -> None:
    """If a call fails, its error reaches the caller and all ends."""
    fn = Service(lambda number: fail() if number == 1 else number)
    with raises(ConnectionError):
        await run(fn, Source(range(100)))
    assert len(fn.began) < CALLS
    nothing_left()


async def test_error_of_the_source() -> None:
    """If the source fails, its error reaches the caller and all ends."""
    with raises(ConnectionError):
        await run(Service(itself), Source(range(4), broken=True))
    nothing_left()


async def test_cancelled() -> None:
    """When the caller is cancelled, so are the calls in flight."""
    fn = Service(itself, LATENCY)
    await cancel(run(fn, Source(range(100))))
    assert sorted(fn.cancelled) == [0, 1, 2]
