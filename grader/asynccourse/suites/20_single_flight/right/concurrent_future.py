"""A future of concurrent.futures, which nobody can cancel once it runs; each wraps it anew."""

import asyncio
import concurrent.futures


class Cache:
    def __init__(self, load):
        self.load = load
        self.answers = {}
        self.tasks = set()

    async def get(self, key):
        if key not in self.answers:
            answer = self.answers[key] = concurrent.futures.Future()
            answer.set_running_or_notify_cancel()
            task = asyncio.create_task(self.fill(key, answer))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        return await asyncio.wrap_future(self.answers[key])

    async def fill(self, key, answer):
        try:
            value = await self.load(key)
        except Exception as error:
            del self.answers[key]
            answer.set_exception(error)
        else:
            answer.set_result(value)
