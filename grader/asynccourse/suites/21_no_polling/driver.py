"""Customers of an inventory, who say when they have what they wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from asynccourse.runner.frames import awaited_frames

submission: Any = globals()["submission"]

Service = Callable[..., Awaitable[None]]

UNDER_WAY = 20
"""Turns of the loop after which a `take` waits."""

in_line: list[asyncio.Future[None]] = []
"""The `take` that waits to be cancelled."""


async def take(inventory: Any, n: int, number: int, served: Service, lost: Service) -> None:
    """Take `n`, then tell the judge that customer `number` has them, or was cancelled unasked."""
    try:
        await inventory.take(n)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        await lost(number)
    else:
        await served(number)


async def take_and_pack(inventory: Any, takers: int, pack: Service) -> None:
    """Have so many customers wait, then add enough for all; each packs what it has taken."""

    async def customer(number: int) -> None:
        await inventory.take(1)
        await pack(number)

    customers = asyncio.gather(*map(customer, range(takers)))
    await turns(UNDER_WAY)
    await inventory.add(takers)
    await customers


def waits_at() -> int:
    """Return the learner's innermost line at which a task waits, 0 without one."""
    return next(_waiting_lines(), 0)


def _waiting_lines() -> Iterator[int]:
    for task in asyncio.all_tasks():
        for frame in reversed([*awaited_frames(task.get_coro())]):
            if frame.f_code.co_filename == submission.__file__:
                yield frame.f_lineno or 0


async def turns(count: int) -> None:
    """Let the loop turn."""
    for _ in range(count):
        await asyncio.sleep(0)


async def wait_in_line(inventory: Any, n: int) -> None:
    """Have somebody take `n`, who is cancelled by one of the two below."""
    in_line.append(asyncio.ensure_future(inventory.take(n)))
    await turns(UNDER_WAY)


async def add_then_cancel(inventory: Any, added: int, gap: int) -> tuple[bool, str]:
    """Cancel a `take` so many turns after what it waits for has come; tell how it ended."""
    await inventory.add(added)
    await turns(gap)
    taking = in_line.pop()
    return await cancelled(taking, taking.cancel())


async def cancel_then_add(inventory: Any, added: int, gap: int) -> tuple[bool, str]:
    """Cancel a `take` so many turns before what it waits for comes; tell how it ended."""
    taking = in_line.pop()
    could = taking.cancel()
    await turns(gap)
    await inventory.add(added)
    return await cancelled(taking, could)


async def cancelled(taking: asyncio.Future[None], could: bool) -> tuple[bool, str]:
    """Return whether a `take` could still be cancelled, and how it ended."""
    await asyncio.wait([taking])
    if taking.cancelled():
        return could, "was cancelled"
    error = taking.exception()
    return could, "returned" if error is None else f"raised {error!r}"
