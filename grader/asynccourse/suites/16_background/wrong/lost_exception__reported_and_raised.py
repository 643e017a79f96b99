import asyncio


class Background:
    def __init__(self, report):
        self.report = report
        self.tasks = set()

    def spawn(self, coro):
        task = asyncio.create_task(self.run(coro))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def run(self, coro):
        try:
            await coro
        except Exception as error:
            self.report(error)
            raise

    async def aclose(self):
        while tasks := list(self.tasks):
            await asyncio.gather(*tasks, return_exceptions=True)
            self.tasks.difference_update(tasks)
