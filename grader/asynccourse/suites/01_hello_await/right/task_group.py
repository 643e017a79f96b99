"""The wait as a task of a group."""

import asyncio


async def greet(name, delay):
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(delay))
    return "".join(("Hello, ", name, "!"))
