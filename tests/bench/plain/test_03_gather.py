"""03_gather, plainly."""

from __future__ import annotations

from tests.bench.plain.answer import (
    CALLS,
    LATENCY,
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
KEYS = [f"key-{number}" for number in range(CALLS)]


async def test_together_and_in_order() -> None:
    """Ten sleeps of 100 ms take far less than a second."""
    fetch = Service(str.upper, LATENCY)
    with under():
        assert await answer.fetch_all(fetch, KEYS) == [key.upper() for key in KEYS]
    assert fetch.peak == CALLS
    nothing_left()


async def test_order_whichever_ends_first() -> None:
    """The results come in the order of the keys, whichever fetch ends first, also of one twice."""
    keys = [*KEYS, KEYS[0]]
    assert await answer.fetch_all(Service(itself, uneven), keys) == keys


async def test_no_keys() -> None:
    """Without keys the result is an empty list."""
    assert await answer.fetch_all(Service(), []) == []


async def test_error() -> None:
    """If one fetch fails, its error reaches the caller."""

    def give(key: str) -> str:
        return str(fail()) if key == KEYS[3] else key

    with raises(ConnectionError):
        await answer.fetch_all(Service(give), KEYS)


async def test_cancelled() -> None:
    """When the caller is cancelled, every fetch is cancelled too."""
    fetch = Service(itself, LATENCY)
    await cancel(answer.fetch_all(fetch, KEYS))
    assert sorted(fetch.cancelled) == KEYS
