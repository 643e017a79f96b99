"""Spawns coroutines where the submission lives, and holds none of them."""

import asyncio
import gc
import weakref

waiting = []
"""Weak references to the futures that coroutines wait for."""

traces = []
"""Weak references to what is left of each coroutine: itself, its task, its result."""


class Result:
    """What a coroutine returns; it can be held weakly."""


def spawn(background, service, *args):
    """Spawn one call of a service."""
    background.spawn(service(*args))


def spawn_many(background, service, count):
    """Spawn so many calls of a service, each with its number."""
    for number in range(count):
        background.spawn(service(number))


def spawn_chain(background, first, second):
    """Spawn a coroutine that spawns another when it has done its own work."""

    async def chain():
        await first()
        background.spawn(second())

    background.spawn(chain())


async def close_as_it_ends(background):
    """Close at the very turn of the loop in which the only task ends."""

    async def short():
        pass

    background.spawn(short())
    await asyncio.sleep(0)
    await background.aclose()


def spawn_with_clean_up(background, work, clean_up, seconds):
    """Spawn a coroutine that has something to clean up."""

    async def careful():
        try:
            await work()
        finally:
            await clean_up(seconds)

    background.spawn(careful())


def spawn_unheld(background, done, count):
    """Spawn coroutines that wait for something that nobody but themselves holds."""

    async def wait(number):
        future = asyncio.get_running_loop().create_future()
        waiting.append(weakref.ref(future))
        await future
        await done(number)

    for number in range(count):
        background.spawn(wait(number))


def collect():
    """Collect garbage, and return how many of those still wait."""
    gc.collect()
    return sum(future() is not None for future in waiting)


def wake():
    """Let those that still wait go on."""
    for reference in waiting:
        future = reference()
        if future is not None and not future.done():
            future.set_result(None)


def spawn_traced(background, work, count):
    """Spawn coroutines that can be told from afar to be still in memory."""

    async def traced(number):
        result = Result()
        traces.append([weakref.ref(asyncio.current_task()), weakref.ref(result)])
        await work(number)
        return result

    for number in range(count):
        coroutine = traced(number)
        traces.append([weakref.ref(coroutine)])
        background.spawn(coroutine)


def kept():
    """Collect garbage, and return how many tasks that have ended, coroutines and results remain."""
    gc.collect()
    alive = [one() for trace in traces for one in trace]
    tasks = [one for one in alive if isinstance(one, asyncio.Task) and one.done()]
    coroutines = [one for one in alive if asyncio.iscoroutine(one)]
    results = [one for one in alive if isinstance(one, Result)]
    return len(tasks), len(coroutines), len(results)
