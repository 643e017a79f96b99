"""Eager tasks, where Python has them (3.12+): each fetch begins as its task is made."""

import asyncio


async def fetch_all(fetch, keys):
    loop = asyncio.get_running_loop()
    before = loop.get_task_factory()
    loop.set_task_factory(getattr(asyncio, "eager_task_factory", None))
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch(key)) for key in keys]
    except* ConnectionError as errors:
        raise errors.exceptions[0]
    finally:
        loop.set_task_factory(before)
    return [task.result() for task in tasks]
