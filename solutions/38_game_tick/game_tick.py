"""A world that ticks: the reference solution."""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

Input = TypeVar("Input")
State = TypeVar("State")


async def run_world(
    hz: float,
    inputs: AsyncIterator[Input],
    step: Callable[[int, list[Input]], Awaitable[State]],
    broadcast: Callable[[State], Awaitable[object]],
) -> None:
    """Run a world at `hz` ticks a second, until `inputs` has ended.

    Tick n, from 0, begins n / hz seconds after the call: `state = await step(n, those)`, where
    `those` are the inputs that have come since the tick before began. A tick whose time has passed
    when the step before it ends is skipped, with its number. `await broadcast(state)` delays no
    tick: one is under way at a time, and the next one sends the newest state. The first tick after
    the end of `inputs` is the last, and its state is sent.
    """
    loop = asyncio.get_running_loop()
    start = loop.time()
    arrived: list[Input] = []
    # What a tick puts in takes the place of what was there, so that however slow the clients are,
    # one state waits at most. It stands in a tuple, for it may be anything; None is the end.
    newest: asyncio.Queue[tuple[State] | None] = asyncio.Queue()

    async def read() -> None:
        # It waits for inputs all the time, and nothing interrupts it: a cancelled `anext` would end
        # an async generator, and what it was about to give would be lost.
        async for one in inputs:
            arrived.append(one)

    async def run(reader: asyncio.Task[None]) -> None:
        nonlocal arrived
        tick, last = 0, False
        while not last:
            last = reader.done()
            # The old list goes to the step, a new one takes what comes during the step.
            those, arrived = arrived, []
            state = await step(tick, those)
            if not newest.empty():
                newest.get_nowait()  # this one is too old to be sent
            newest.put_nowait((state,))
            if not last:
                # From the start and not from now: no delay is ever carried into the next tick.
                tick = max(tick + 1, math.ceil((loop.time() - start) * hz))
                await asyncio.sleep(start + tick / hz - loop.time())
        newest.put_nowait(None)

    # Whichever of the three fails, the group ends the others, and its error is raised.
    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read())
        group.create_task(run(reader))
        group.create_task(_send(newest, broadcast))


async def _send(
    newest: asyncio.Queue[tuple[State] | None], broadcast: Callable[[State], Awaitable[object]]
) -> None:
    while (waiting := await newest.get()) is not None:
        await broadcast(*waiting)
