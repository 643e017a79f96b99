import asyncio


class RateLimiter:
    def __init__(self, rate, per):
        self.free = asyncio.Semaphore(rate)
        self.per = per
        self.tasks = set()

    async def __aenter__(self):
        await self.free.acquire()
        task = asyncio.create_task(self.release_later())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def release_later(self):
        await asyncio.sleep(self.per)
        self.free.release()

    async def __aexit__(self, *error):
        pass
