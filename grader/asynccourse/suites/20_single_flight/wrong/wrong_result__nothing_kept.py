import asyncio


class Cache:
    def __init__(self, load):
        self.load = load
        self.tasks = {}

    async def get(self, key):
        if key not in self.tasks:
            task = self.tasks[key] = asyncio.create_task(self.load(key))
            task.add_done_callback(lambda _: self.tasks.pop(key))
        return await asyncio.shield(self.tasks[key])
