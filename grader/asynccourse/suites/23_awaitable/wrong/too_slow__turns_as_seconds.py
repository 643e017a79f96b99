import asyncio


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        yield from asyncio.sleep(self.turns).__await__()
        return self.value
