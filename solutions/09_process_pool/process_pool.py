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
    processors. The event loop stays free meanwhile. However it ends, no worker process is left.
    """
    loop = asyncio.get_running_loop()
    # By default a pool has as many workers as there are processors: more would only take turns.
    # Leaving the block waits for the workers to end. They are done by then, so that is short.
    with ProcessPoolExecutor() as pool:
        # All chunks are handed over at once; the pool keeps those that have no worker yet.
        return await asyncio.gather(*(loop.run_in_executor(pool, score, chunk) for chunk in chunks))
