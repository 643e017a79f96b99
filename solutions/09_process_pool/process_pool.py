"""Compute in other processes: the reference solution."""

import asyncio
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor


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
    loop = asyncio.get_running_loop()
    # By default a pool has as many workers as there are processors: more would only take turns.
    # Leaving the block waits for the workers. After a success they are done, so that is short;
    # after an error or a cancellation it holds the loop for as long as the chunks that have begun.
    with ProcessPoolExecutor() as pool:
        # All chunks are handed over at once; the pool keeps those that have no worker yet.
        return await asyncio.gather(*(loop.run_in_executor(pool, score, chunk) for chunk in chunks))
