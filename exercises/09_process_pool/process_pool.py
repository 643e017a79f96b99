"""Compute in other processes.

`score_all` works, and computes everything itself: while it does, the event loop stands still, and
only one processor has anything to do. Make it hand the chunks to a pool of worker processes.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence


def score(chunk: Iterable[int]) -> int:
    """Return a checksum of a chunk. Given: it computes, and it is fine as it is."""
    total = 0
    for number in chunk:
        total = (total * 31 + number * number) % 1_000_000_007
    return total


async def score_all(chunks: Sequence[Iterable[int]]) -> list[int]:
    """Return `score(chunk)` for every chunk, in the order of `chunks`.

    The chunks are scored in worker processes of one pool with no more workers than there are
    processors. The event loop stays free meanwhile. However this function ends, its worker
    processes have ended before it.
    """
    # TODO: this computes on the event loop's own thread.
    return [score(chunk) for chunk in chunks]


async def main() -> None:
    """Show how long four large chunks take, and how often something else got its turn."""
    turns = 0

    async def something_else() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.01)
            turns += 1

    other = asyncio.create_task(something_else())
    await asyncio.sleep(0)
    start = time.perf_counter()
    print(await score_all([range(10**6)] * 4))
    print(f"{time.perf_counter() - start:.2f} s; meanwhile the loop turned {turns} times")
    other.cancel()


# Where workers are started afresh (macOS, Windows) they import this file; without the next line
# that fails.
if __name__ == "__main__":
    asyncio.run(main())
