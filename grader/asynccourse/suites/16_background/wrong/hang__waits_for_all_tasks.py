import asyncio


class Background:
    def __init__(self, report):
        self.report = report

    def spawn(self, coro):
        asyncio.create_task(coro).add_done_callback(self.ended)

    def ended(self, task):
        if not task.cancelled() and task.exception():
            self.report(task.exception())

    async def aclose(self):
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait(others)
