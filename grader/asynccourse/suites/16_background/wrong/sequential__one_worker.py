import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.queue = asyncio.Queue()
        self.worker = asyncio.create_task(self.work())

    def spawn(self, coro):
        self.queue.put_nowait(coro)

    async def work(self):
        while True:
            coro = await self.queue.get()
            try:
                await coro
            except Exception as error:
                self.report(error)
            self.queue.task_done()

    async def aclose(self):
        await self.queue.join()
        self.worker.cancel()
        await asyncio.wait([self.worker])
