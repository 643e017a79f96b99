"""A subclass of TaskGroup that remembers its tasks."""

import asyncio


class Ordered(asyncio.TaskGroup):
    def __init__(self):
        super().__init__()
        self.ordered = []

    def create_task(self, coro, **options):
        task = super().create_task(coro, **options)
        self.ordered.append(task)
        return task

    def __iter__(self):
        return (task.result() for task in self.ordered)


async def all_or_nothing(jobs):
    async with Ordered() as group:
        for job in jobs:
            group.create_task(job())
    return list(group)
