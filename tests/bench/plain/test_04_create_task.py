"""04_create_task, plainly."""

from __future__ import annotations

import pytest

from tests.bench.plain.answer import (
    LATENCY,
    SHORT,
    Service,
    cancel,
    fail,
    load,
    nothing_left,
    raises,
    under,
)

answer = load()
FEED = ["first", "second"]


def user(delay: float = SHORT) -> Service:
    """Return what loads the user."""
    return Service(lambda: "Ada", delay)


def feed(delay: float = SHORT) -> Service:
    """Return what loads the feed."""
    return Service(lambda: FEED, delay)


async def test_as_fast_as_one() -> None:
    """Rendering and two loads take less than one after the other."""
    render = Service(delay=LATENCY)
    with under(0.8 * 3 * LATENCY):
        assert await answer.dashboard(user(LATENCY), feed(LATENCY), render) == ("Ada", FEED)
    assert render.began == ["loading"]


async def test_loads_while_it_renders() -> None:
    """Both loads are under way, or over, before render has ended."""
    loads = user(), feed()
    seen: list[int] = []
    await answer.dashboard(*loads, Service(lambda _: seen.extend(len(x.began) for x in loads)))
    assert seen == [1, 1]


@pytest.mark.parametrize("delays", [(1, 2, 3), (3, 2, 1), (2, 1, 3), (1, 3, 2)])
async def test_whichever_ends_first(delays: tuple[int, int, int]) -> None:
    """Whichever call ends first, the result is (user, feed)."""
    first, second, third = (SHORT * delay for delay in delays)
    got = await answer.dashboard(user(first), feed(second), Service(delay=third))
    assert got == ("Ada", FEED)


@pytest.mark.parametrize("broken", range(3))
async def test_errors(broken: int) -> None:
    """If one of the three fails, its error reaches the caller, and no load goes on."""
    calls = [user(5 * SHORT), feed(5 * SHORT), Service()]
    calls[broken] = Service(fail, SHORT)
    with raises(ConnectionError):
        await answer.dashboard(*calls)
    nothing_left()


@pytest.mark.parametrize("render", [LATENCY, SHORT / 2])
async def test_cancelled(render: float) -> None:
    """When the caller is cancelled, while render runs or after it, the loads are too."""
    loads = user(LATENCY), feed(LATENCY)
    await cancel(answer.dashboard(*loads, Service(delay=render)))
    assert [len(one.cancelled) for one in loads] == [1, 1]
