"""Callers of the generator and the context manager, who tell the judge when they go on."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

submission: Any = globals()["submission"]

Service = Callable[..., Awaitable[Any]]


def kind(fetch_page: Service) -> str:
    """Return what `paginate` gives: "" for what can be iterated, else the name of its type."""
    made = submission.paginate(fetch_page)
    if inspect.iscoroutine(made):
        made.close()
    return "" if hasattr(made, "__anext__") else type(made).__name__


async def read(fetch_page: Service, count: int, goes_on: Service, error: str = "") -> list[str]:
    """Read so many rows, then stop, or fail with `error`; tell the judge when that is through."""
    got: list[str] = []
    try:
        async with contextlib.aclosing(submission.paginate(fetch_page)) as rows:
            async for row in rows:
                got.append(row)
                if len(got) == count and error:
                    raise LookupError(error)
                if len(got) == count:
                    break
    finally:
        await goes_on()
    return got


async def use(pool: Any, work: Service, goes_on: Service, number: int = 0) -> Any:
    """Do work `number` with a connection; tell the judge when the block has been left."""
    try:
        async with submission.lease(pool) as connection:
            return await work(number, connection)
    finally:
        await goes_on()


async def use_in_a_generator(pool: Any, work: Service, goes_on: Service) -> None:
    """Work with a connection in a generator, and close that where it stands, at its `yield`."""

    async def working() -> AsyncGenerator[Any, None]:
        async with submission.lease(pool) as connection:
            yield await work(0, connection)

    async with contextlib.aclosing(working()) as results:
        await anext(results)
    await goes_on()


async def read_all_at_once(
    pools: list[Any], fetches: list[Service], goes_on: Service
) -> list[list[str]]:
    """Read whole reports at the same time, each within a lease."""

    async def one(pool: Any, fetch_page: Service) -> list[str]:
        async with submission.lease(pool):
            return await read(fetch_page, -1, goes_on)

    return await asyncio.gather(*map(one, pools, fetches))
