"""16_background, plainly."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import Any

from tests.bench.plain.answer import (
    CALLS,
    LATENCY,
    Service,
    cancel,
    fail,
    load,
    nothing_left,
    under,
)

answer = load()


def background() -> tuple[Any, list[BaseException]]:
    """Return a background of the answer's, and the errors that it reports."""
    errors: list[BaseException] = []
    return answer.Background(errors.append), errors


async def test_all_at_once_and_close_waits() -> None:
    """What is spawned starts by itself, all together, and closing waits for its end."""
    work, _ = background()
    service = Service(delay=LATENCY)
    with under():
        for number in range(CALLS):
            work.spawn(service(number))
        await work.aclose()
    assert service.peak == len(service.ended) == CALLS
    nothing_left()


async def test_survives_garbage_collection() -> None:
    """It runs to its end even if nobody else holds it, and then nothing of it is kept."""
    work, _ = background()
    ended: list[bool] = []
    futures: list[weakref.ref[Any]] = []

    async def wait() -> None:
        future = asyncio.get_running_loop().create_future()
        futures.append(weakref.ref(future))
        await future
        ended.append(True)

    work.spawn(wait())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()
    future = futures[0]()
    assert future is not None
    future.set_result(None)
    del future
    await work.aclose()
    gc.collect()
    assert ended == [True]
    assert futures[0]() is None


async def test_errors_are_reported() -> None:
    """An error is reported once, as soon as it comes, and the others go on."""
    work, errors = background()
    other = Service(delay=LATENCY)
    work.spawn(other(1))
    work.spawn(Service(fail)(2))
    await asyncio.sleep(LATENCY / 2)
    assert [type(error) for error in errors] == [ConnectionError]
    await work.aclose()
    assert other.ended == [1]
    assert len(errors) == 1


async def test_spawned_meanwhile() -> None:
    """Closing waits for what is spawned meanwhile too; with nothing to wait for it returns."""
    work, _ = background()
    child = Service()

    async def parent() -> None:
        await asyncio.sleep(0.01)
        work.spawn(child(1))

    work.spawn(parent())
    await work.aclose()
    await work.aclose()
    assert child.ended == [1]


async def test_close_is_cancelled() -> None:
    """If closing is cancelled, so is all that runs, and nothing is reported."""
    work, errors = background()
    service = Service(delay=5)
    for number in range(3):
        work.spawn(service(number))
    await cancel(work.aclose())
    assert sorted(service.cancelled) == [0, 1, 2]
    assert errors == []
