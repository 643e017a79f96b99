import asyncio


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        return self._wait().__await__()

    async def _wait(self):
        for _ in range(self.turns):
            await asyncio.sleep(0.01)
        return self.value
