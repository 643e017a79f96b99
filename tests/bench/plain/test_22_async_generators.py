"""22_async_generators, plainly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import nullcontext
from typing import Any

import pytest

from tests.bench.plain.answer import CALLS, LATENCY, SHORT, Service, cancel, fail, load, under

answer = load()


class Book:
    """Pages of rows, which note when they are fetched and closed."""

    def __init__(self, pages: list[str], seconds: float = 0.0) -> None:
        self.log: list[str] = []
        self._pages, self._seconds = pages, seconds

    async def _rows(self, number: int) -> AsyncGenerator[str, None]:
        try:
            for row in self._pages[number]:
                await asyncio.sleep(self._seconds)
                yield fail() if row == "!" else row
        finally:
            await asyncio.sleep(0)
            self.log.append(f"closed {number}")

    async def fetch(self, number: int) -> AsyncGenerator[str, None] | None:
        """Open a page."""
        await asyncio.sleep(0)
        self.log.append(f"fetched {number}")
        return self._rows(number) if number < len(self._pages) else None

    async def read(self, most: int = 100) -> str:
        """Read rows through the answer, and close it."""
        rows, found = answer.paginate(self.fetch), ""
        async for row in rows:
            found += row
            if len(found) == most:
                break
        await rows.aclose()
        return found


async def test_all_rows() -> None:
    """All rows come in order, and each page is closed before the next is fetched."""
    book = Book(["ab", "", "c"])
    assert await book.read() == "abc"
    expected = [f"{what} {number}" for number in (0, 2) for what in ("fetched", "closed")]
    assert [line for line in book.log if "1" not in line] == [*expected, "fetched 3"]
    assert await Book([]).read() == ""


async def test_closed_when_the_caller_stops() -> None:
    """Nothing is fetched before it is asked for, and a break closes the page at once."""
    book = Book(["ab", "cd"])
    rows = answer.paginate(book.fetch)
    await asyncio.sleep(SHORT)
    assert book.log == []
    await rows.aclose()
    assert await book.read(most=1) == "a"
    assert book.log == ["fetched 0", "closed 0"]


async def test_errors_pass() -> None:
    """An error of a page reaches the caller, and the page is closed."""
    book = Book(["a!b"])
    with pytest.raises(ConnectionError):
        await book.read()
    assert book.log == ["fetched 0", "closed 0"]


async def test_cancelled() -> None:
    """When the caller is cancelled the page is closed."""
    book = Book(["ab"], seconds=LATENCY)
    await cancel(book.read())
    assert book.log == ["fetched 0", "closed 0"]


class Pool:
    """One connection, and where it is."""

    def __init__(self) -> None:
        self.acquire = Service(lambda: "connection", 0)
        self.release = Service(delay=0)


@pytest.mark.parametrize("error", [None, ValueError("in the block"), asyncio.CancelledError()])
async def test_lease(error: Any) -> None:
    """A connection is released after the block, whichever way that ends, and errors pass."""
    pool = Pool()
    with nullcontext() if error is None else pytest.raises(type(error)):
        async with answer.lease(pool) as connection:
            assert connection == "connection"
            assert not pool.release.began
            if error is not None:
                raise error
    assert pool.release.ended == ["connection"]


async def test_nothing_to_release() -> None:
    """Where `acquire` fails there is nothing to release."""
    pool = Pool()
    pool.acquire = Service(fail, 0)
    with pytest.raises(ConnectionError):
        async with answer.lease(pool):
            pytest.fail("entered")
    assert not pool.release.began


async def test_as_fast_as_one() -> None:
    """Ten who read at once take far less than one after the other."""
    with under():
        await asyncio.gather(*(Book(["a"], LATENCY).read() for _ in range(CALLS)))
