"""A thread for what blocks: the reference solution."""

import asyncio
from collections.abc import Callable, Sequence


async def read_all(read: Callable[[str], float], sensors: Sequence[str]) -> list[float]:
    """Return `read(sensor)` for every sensor, in the order of `sensors`.

    `read` is an ordinary function that blocks the thread which calls it. It may be called from any
    thread, and from several at once. If a read fails, its error reaches the caller, by itself or in
    an `ExceptionGroup` of nothing else.
    """
    # `to_thread` is given the function and its argument apart: it is the thread that makes the
    # call. The threads are those of the loop's own pool, which is shared and closed with the loop.
    # A pool made here with `with ThreadPoolExecutor()` would, at the end of its block, stand still
    # on the loop's thread until the last read is over: on cancellation or an error that is a hold.
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.to_thread(read, sensor)) for sensor in sensors]
    # Should a read fail, the group no longer waits for the others. Their threads go on until the
    # call returns, for nobody can stop a thread from outside.
    return [task.result() for task in tasks]
