"""Eager tasks, where Python has them (3.12+); closing is a group with a waiter for each of them."""

import asyncio
import sys


def begun(coroutine):
    loop = asyncio.get_running_loop()
    if sys.version_info >= (3, 12):
        return asyncio.Task(coroutine, loop=loop, eager_start=True)
    return loop.create_task(coroutine)


class Background:
    def __init__(self, report):
        self.report = report
        self.tasks = []

    def spawn(self, coro):
        task = begun(coro)
        if not task.done():
            self.tasks.append(task)
        task.add_done_callback(self.ended)

    def ended(self, task):
        if task in self.tasks:
            self.tasks.remove(task)
        if not task.cancelled() and task.exception() is not None:
            self.report(task.exception())

    async def quiet(self):
        while not all(task.done() for task in self.tasks):
            async with asyncio.TaskGroup() as group:
                for task in self.tasks:
                    group.create_task(asyncio.wait([task]))

    async def aclose(self):
        try:
            await self.quiet()
        finally:
            for task in self.tasks:
                task.cancel()
            await self.quiet()
