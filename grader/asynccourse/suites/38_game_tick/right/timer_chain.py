"""Only timers and callbacks: each tick sets the next timer, and no loop waits for anything."""

import asyncio


class World:
    def __init__(self, hz, step, broadcast):
        self.loop = asyncio.get_running_loop()
        self.start = self.loop.time()
        self.hz, self.step, self.broadcast = hz, step, broadcast
        self.arrived, self.no_more = [], False
        self.stepping, self.stepped_at = False, self.start
        self.sending, self.unsent, self.last_made = False, [], False
        self.end = self.loop.create_future()
        self.tasks = set()
        self.timer = None

    def begin(self, awaitable, then):
        task = asyncio.ensure_future(awaitable)
        self.tasks.add(task)
        task.add_done_callback(lambda task: self.finish(task, then))

    def finish(self, task, then):
        self.tasks.discard(task)
        if self.end.done():
            return
        if task.cancelled():
            self.end.cancel()
        elif task.exception():
            self.end.set_exception(task.exception())
        else:
            then(task.result())

    def inputs_ended(self, _):
        self.no_more = True

    def tick(self, number):
        due, after = (self.start + one / self.hz for one in (number, number + 1))
        last = False
        if not self.stepping and self.stepped_at <= due:
            last = self.no_more
            those, self.arrived = self.arrived, []
            self.stepping = True
            self.begin(self.step(number, those), lambda state: self.made(state, last))
        if not last:
            self.timer = self.loop.call_at(
                self.start + (number + 1) / self.hz, self.tick, number + 1
            )

    def made(self, state, last):
        self.stepping, self.stepped_at = False, self.loop.time()
        self.unsent, self.last_made = [state], last
        self.send()

    def send(self):
        if self.unsent and not self.sending:
            self.sending = True
            self.begin(self.broadcast(self.unsent.pop()), self.sent)

    def sent(self, _):
        self.sending = False
        self.send()
        if self.last_made and not self.sending:
            self.end.set_result(None)


async def run_world(hz, inputs, step, broadcast):
    world = World(hz, step, broadcast)

    async def read():
        async for one in inputs:
            world.arrived.append(one)

    world.begin(read(), world.inputs_ended)
    world.timer = world.loop.call_at(world.start, world.tick, 0)
    try:
        await world.end
    finally:
        world.timer.cancel()
        tasks = list(world.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
