"""A world that ticks.

`run_world` works, and its ticks come later and later. Make each begin at its time.
"""

import asyncio
import time
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
    arrived: list[Input] = []

    async def read() -> None:
        async for one in inputs:
            arrived.append(one)

    # TODO: tick n at its time, and no tick that waits for a broadcast.
    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read())
        tick, last = 0, False
        while not last:
            last = reader.done()
            those = arrived.copy()
            arrived.clear()
            state = await step(tick, those)
            await broadcast(state)
            tick += 1
            await asyncio.sleep(1 / hz)


async def main() -> None:
    """Show when each of the ticks begins, with a client that is slow now and then."""
    start = time.perf_counter()

    async def inputs() -> AsyncIterator[str]:
        for key in "wasd":
            await asyncio.sleep(0.17)
            yield key

    async def step(tick: int, keys: list[str]) -> str:
        now = time.perf_counter() - start
        print(f"tick {tick}: due at {tick / 10:.2f} s, began at {now:.2f} s, keys {keys}")
        await asyncio.sleep(0.02)
        return f"state {tick}"

    async def broadcast(state: str) -> None:
        await asyncio.sleep(0.25 if state == "state 2" else 0.01)

    await run_world(10, inputs(), step, broadcast)


if __name__ == "__main__":
    asyncio.run(main())
