"""An async generator counts the turns; each is an object with an `__await__` of its own."""

import itertools


class Turn:
    def __await__(self):
        return iter([None])


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    async def steps(self):
        for number in itertools.islice(itertools.count(1), self.turns):
            await Turn()
            yield number

    async def wait(self):
        async for _number in self.steps():
            pass
        return self.value

    def __await__(self):
        return self.wait().__await__()
