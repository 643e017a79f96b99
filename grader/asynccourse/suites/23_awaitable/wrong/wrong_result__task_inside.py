import asyncio


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    async def _wait(self):
        for _ in range(self.turns):
            await asyncio.sleep(0)
        return self.value

    def __await__(self):
        return asyncio.ensure_future(self._wait()).__await__()
