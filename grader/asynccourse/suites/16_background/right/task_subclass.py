"""A kind of task that signs itself up with its owner, and out when it has ended."""

import asyncio


class OwnedTask(asyncio.Task):
    def __init__(self, coro, owner):
        super().__init__(coro, loop=asyncio.get_running_loop())
        self.owner = owner
        self.owner.started(self)
        self.add_done_callback(OwnedTask.signed_out)

    def signed_out(self):
        self.owner.ended(self)


class Background:
    def __init__(self, report):
        self.report = report
        self.ends = {}

    def spawn(self, coro):
        OwnedTask(coro, owner=self)

    def started(self, task):
        self.ends[task] = asyncio.get_running_loop().create_future()

    def ended(self, task):
        self.ends.pop(task).set_result(None)
        if not task.cancelled() and task.exception() is not None:
            self.report(task.exception())

    async def aclose(self):
        try:
            while self.ends:
                await asyncio.shield(next(iter(self.ends.values())))
        except asyncio.CancelledError:
            ends = list(self.ends.values())
            for task in self.ends:
                task.cancel()
            if ends:
                await asyncio.wait(ends)
            raise
