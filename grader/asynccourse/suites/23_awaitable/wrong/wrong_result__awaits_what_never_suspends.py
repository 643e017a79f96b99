class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    async def _turn(self):
        pass

    async def _wait(self):
        for _ in range(self.turns):
            await self._turn()
        return self.value

    def __await__(self):
        return self._wait().__await__()
