"""`yield from` takes from iterators, and a coroutine is none."""

import asyncio


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        for _ in range(self.turns):
            yield from asyncio.sleep(0)
        return self.value
