"""A thread for what blocks.

`read_all` works, and holds the event loop with every reading. Make threads do the reading.
"""

import asyncio
import time
from collections.abc import Callable, Sequence


async def read_all(read: Callable[[str], float], sensors: Sequence[str]) -> list[float]:
    """Return `read(sensor)` for every sensor, in the order of `sensors`.

    `read` is an ordinary function that blocks the thread which calls it. It may be called from any
    thread, and from several at once. If a read fails, its error reaches the caller, by itself or in
    an `ExceptionGroup` of nothing else.
    """
    # TODO: every read should be made in a thread, all of them at the same time.
    readings = []
    for sensor in sensors:
        readings.append(read(sensor))
    return readings


async def main() -> None:
    """Show how long five reads of 0.25 s take, and how another task fares meanwhile."""

    def read(sensor: str) -> float:
        time.sleep(0.25)
        return len(sensor) / 2

    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.1)
            ticks += 1

    other = asyncio.create_task(tick())
    start = time.perf_counter()
    print(await read_all(read, ["roof", "cellar", "garden", "kitchen", "attic"]))
    took = time.perf_counter() - start
    print(
        f"{took:.2f} s and {ticks} ticks of another task; "
        "together they would take 0.25 s and leave room for 2"
    )
    other.cancel()


if __name__ == "__main__":
    asyncio.run(main())
