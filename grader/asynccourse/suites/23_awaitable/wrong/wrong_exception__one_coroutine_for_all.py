import asyncio


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value
        self.waiting = None

    async def _wait(self):
        for _ in range(self.turns):
            await asyncio.sleep(0)
        return self.value

    def __await__(self):
        if self.waiting is None:
            self.waiting = self._wait()
        return self.waiting.__await__()
