"""`asyncio.sleep(0)`, which is a bare yield too."""

import asyncio


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        async def wait():
            for _ in range(self.turns):
                await asyncio.sleep(0)
            return self.value

        return wait().__await__()
